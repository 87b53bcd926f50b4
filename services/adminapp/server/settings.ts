const DEFAULT_PORT = 3000;
const DEFAULT_METRICS_PORT = 9090;

export interface Settings {
  /** Where the page, its routes and the health routes listen; 0 takes any free port. */
  readonly port: number;
  /** Where Prometheus scrapes; never the public one. */
  readonly metricsPort: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reports every problem of the environment at once. */
export function readSettings(environment: Environment): Settings {
  const problems: string[] = [];
  const port = readPort(environment, 'PORT', DEFAULT_PORT, problems);
  const metricsPort = readPort(environment, 'METRICS_PORT', DEFAULT_METRICS_PORT, problems);
  if (port !== 0 && port === metricsPort) {
    problems.push(
      `'METRICS_PORT' must differ from 'PORT', got ${port} for both; metrics are not public`,
    );
  }
  checkBackendUrl(environment['BACKEND_URL'], problems);

  if (problems.length > 0) throw new Error(problems.join('; '));
  return { port, metricsPort };
}

function readPort(
  environment: Environment,
  name: string,
  fallback: number,
  problems: string[],
): number {
  const value = environment[name];
  if (value === undefined || value === '') return fallback;
  if (!/^\d{1,5}$/.test(value) || Number(value) > 65_535) {
    problems.push(`'${name}' must be a port from 0 to 65535, got '${value}'`);
    return fallback;
  }
  return Number(value);
}

// the relay reads it again for each request: here a typing mistake fails the start instead of every request
function checkBackendUrl(value: string | undefined, problems: string[]): void {
  if (value === undefined || value === '') return;
  if (!/^https?:/.test(value) || !URL.canParse(value)) {
    problems.push(`'BACKEND_URL' must be like http://goapp:8080, got '${value}'`);
  }
}

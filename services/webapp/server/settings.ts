const DEFAULT_PORT = 3000;
const DEFAULT_METRICS_PORT = 9090;
const DEFAULT_BACKEND_URL = 'http://localhost:8090';
const DEFAULT_MAX_CONNECTIONS = 500;
const HIGHEST_PORT = 65_535;
const MOST_CONNECTIONS = 100_000;

export interface Settings {
  /** Where the page, its socket and the health routes listen; 0 takes any free port. */
  readonly port: number;
  /** Where Prometheus scrapes; never the public one. */
  readonly metricsPort: number;
  /** Where pythonapp is. */
  readonly backendUrl: string;
  /** Origins whose pages may connect beside this service's own. */
  readonly allowedOrigins: readonly string[];
  readonly maxConnections: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reports every problem of the environment at once. */
export function readSettings(environment: Environment): Settings {
  const problems: string[] = [];
  const read = (name: string) => environment[name] || undefined;
  const settings = {
    port: readPort('PORT', read('PORT'), DEFAULT_PORT, problems),
    metricsPort: readPort('METRICS_PORT', read('METRICS_PORT'), DEFAULT_METRICS_PORT, problems),
    backendUrl: readBackendUrl(read('BACKEND_URL'), problems),
    allowedOrigins: readOrigins(read('ALLOWED_ORIGINS'), problems),
    maxConnections: readMaxConnections(read('MAX_CONNECTIONS'), problems),
  };
  if (settings.port !== 0 && settings.port === settings.metricsPort) {
    problems.push(
      `'METRICS_PORT' must differ from 'PORT', got ${settings.port} for both; metrics are not public`,
    );
  }

  if (problems.length > 0) throw new Error(problems.join('; '));
  return settings;
}

function readPort(
  name: string,
  value: string | undefined,
  fallback: number,
  problems: string[],
): number {
  if (value === undefined) return fallback;
  if (!/^\d{1,5}$/.test(value) || Number(value) > HIGHEST_PORT) {
    problems.push(`'${name}' must be a port from 0 to ${HIGHEST_PORT}, got '${value}'`);
    return fallback;
  }
  return Number(value);
}

function readMaxConnections(value: string | undefined, problems: string[]): number {
  if (value === undefined) return DEFAULT_MAX_CONNECTIONS;
  if (!/^[1-9]\d{0,5}$/.test(value) || Number(value) > MOST_CONNECTIONS) {
    problems.push(`'MAX_CONNECTIONS' must be from 1 to ${MOST_CONNECTIONS}, got '${value}'`);
  }
  return Number(value);
}

function readBackendUrl(value: string | undefined, problems: string[]): string {
  if (value === undefined) return DEFAULT_BACKEND_URL;
  // Socket.IO would take a path for the name of a namespace
  if (originOf(value) === undefined) {
    problems.push(`'BACKEND_URL' must be like http://pythonapp:8090, got '${value}'`);
  }
  return value;
}

function readOrigins(value: string | undefined, problems: string[]): readonly string[] {
  const given = (value ?? '').split(',').map((origin) => origin.trim());
  return given.filter(Boolean).flatMap((origin) => {
    const read = originOf(origin);
    if (read !== undefined) return [read];
    problems.push(`'ALLOWED_ORIGINS' must list origins like https://example.com, got '${origin}'`);
    return [];
  });
}

/** The origin of a URL that is nothing but an origin, as browsers write it. */
function originOf(value: string): string | undefined {
  if (!/^https?:/i.test(value) || !URL.canParse(value)) return undefined;
  const { origin, href } = new URL(value);
  return href === `${origin}/` ? origin : undefined;
}

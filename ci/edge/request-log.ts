/** A request as a service has logged it. */
export interface LoggedRequest {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

/** Requests of probes, which come from the platform and from nobody else. */
const probes = new Set(['/healthz', '/readyz']);

/** Every request of a log of one JSON line per request, but those of probes. */
export function loggedRequests(log: string): LoggedRequest[] {
  return log.split('\n').flatMap((line) => {
    const request = readLine(line);
    return request === undefined || probes.has(request.path) ? [] : [request];
  });
}

/** Lines of a log that are no JSON, as a stack trace would be. */
export function foreignLines(log: string): string[] {
  return log.split('\n').filter((line) => line.trim() !== '' && parsed(line) === undefined);
}

/** How many requests of a log carry an id or, where their id is another, have it in their path. */
export function countOf(requests: readonly LoggedRequest[], id: string): number {
  const inPath = new RegExp(`/${id}(?![a-z0-9-])`);
  return requests.filter(
    (request) =>
      request.id === id || (!request.id.startsWith('edge-') && inPath.test(request.path)),
  ).length;
}

function readLine(line: string): LoggedRequest | undefined {
  const fields = parsed(line);
  if (fields?.msg !== 'request served') return undefined;
  const { request_id: id, method, path, status } = fields;
  return { id: String(id), method: String(method), path: String(path), status: Number(status) };
}

function parsed(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

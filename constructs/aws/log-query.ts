/** What is asked of the logs, by name. */
export type LogQueryName =
  | 'entrance-errors'
  | 'errors-by-service'
  | 'request-by-id'
  | 'slow-requests'
  | 'task-starts-and-stops';

/** What counts as slow at one service. */
export interface SlowThreshold {
  /** Name of the service. */
  readonly service: string;

  /** Milliseconds that an answer may take. */
  readonly milliseconds: number;
}

/** What stands in the query until somebody writes the id of a request. */
export const requestIdToReplace = 'the id of a request';

/**
 * Every task writes a stream of its own, whose name starts with that of its service.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html
 */
const whose = 'parse @logStream "*/*/*" as service, container, task';

/** The level of an error as each logger writes it: Go's in capitals, all others not. */
const errorLevels = '["error", "ERROR"]';

/** How nginx begins a line of its error log, which is no JSON, and one about a configuration that it refuses. */
const nginxError = String.raw`/^(nginx:|\d+\/\d+\/\d+ [0-9:]+) \[(error|crit|alert|emerg)\] /`;

/** Which errors there are, how many of each, and the newest request that met it. */
export function errorsByService(): string {
  return lines(
    whose,
    `filter level in ${errorLevels} or status >= 500`,
    'stats count(*) as errors, latest(request_id) as newest_request by service, msg, status',
    'sort errors desc',
    'limit 100',
  );
}

/** One request on its way through the services. */
export function requestById(): string {
  return lines(
    whose,
    `filter request_id = "${requestIdToReplace}"`,
    'sort @timestamp asc',
    'limit 1000',
    'display @timestamp, service, level, msg, method, path, status, duration_ms, error, task',
  );
}

/** The requests that took longer than their service promises; one that became a socket lasts as long as its visitor stays. */
export function slowRequests(thresholds: readonly SlowThreshold[]): string {
  return lines(
    whose,
    'filter ispresent(status) and status != 101',
    `filter ${tooLong(thresholds)}`,
    'sort duration_ms desc',
    'limit 200',
    'display @timestamp, service, duration_ms, method, path, status, request_id',
  );
}

/** What the public got as a server error, and what nginx says of it. */
export function entranceErrors(): string {
  return lines(
    whose,
    `filter status >= 500 or @message like ${nginxError}`,
    'sort @timestamp desc',
    'limit 200',
    'display @timestamp, service, status, method, path, duration_ms, request_id, @message',
  );
}

/** When each task wrote its first and its last line, and which line that was. */
export function taskStartsAndStops(): string {
  return lines(
    whose,
    'stats min(@timestamp) as first_line, max(@timestamp) as last_line, latest(@message) as last_words by service, task',
    'sort first_line desc',
    'limit 200',
  );
}

/** One command a line, each but the first behind a pipe. */
function lines(...commands: readonly string[]): string {
  return commands.join('\n| ');
}

/** One comparison where every service promises the same. */
function tooLong(thresholds: readonly SlowThreshold[]): string {
  const limits = [...new Set(thresholds.map(({ milliseconds }) => milliseconds))];
  if (limits.length === 1) return `duration_ms > ${limits.join('')}`;
  return limits
    .sort((a, b) => a - b)
    .map((limit) => {
      const services = thresholds.filter(({ milliseconds }) => milliseconds === limit);
      const names = services.map(({ service }) => `"${service}"`).join(', ');
      return `(service in [${names}] and duration_ms > ${limit})`;
    })
    .join(' or ');
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { accessLogLines } from '../../constructs/nginx/log';

/** One line of a log, as a task wrote it. */
export type Line = string;

const folder = join(__dirname, 'lines');

/**
 * Lines that each service wrote when it was started, asked and stopped by hand on 2026-11-22, by its folder. The container
 * tests hold the lines of a running service against them.
 */
export const recorded: Readonly<Record<string, readonly Line[]>> = Object.fromEntries(
  readdirSync(folder).map((file) => [
    file.replace('.jsonl', ''),
    readFileSync(join(folder, file), 'utf8').trim().split('\n'),
  ]),
);

/** What of a request's line a query can depend on: its fields, their types, and whether its level is in capitals. */
export function shapeOf(line: Line): string {
  const { level, error = '', ...fields } = JSON.parse(line) as Readonly<Record<string, unknown>>;
  const typed = Object.entries({ ...fields, error }).map(
    ([name, value]) => `${name}: ${typeof value}`,
  );
  const capitals = String(level) === String(level).toUpperCase();
  return [...typed, `level: ${capitals ? 'in capitals' : 'in small letters'}`].sort().join(', ');
}

/** Shapes of the requests among lines. */
export function requestShapes(lines: readonly Line[]): string[] {
  const served = lines.filter((line) => line.includes('"msg":"request served"'));
  return [...new Set(served.map(shapeOf))].sort();
}

/** The values of one request as nginx knows them. */
export interface ProxiedRequest {
  readonly status: number;
  readonly path: string;
  readonly seconds: string;
  readonly id: string;
}

/** A line of the proxy: the format that the library renders, with the values of a request in it. */
export function proxyLine({ status, path, seconds, id }: ProxiedRequest): Line {
  const format = accessLogLines('at once')
    .map((line) => /^ {2}'(.*)';?$/.exec(line)?.[1])
    .filter((part) => part !== undefined)
    .join('');
  const values: Readonly<Record<string, string>> = {
    time_iso8601: '2026-11-22T00:01:45+00:00',
    log_level: status >= 500 ? 'error' : 'info',
    request_method: 'GET',
    log_path: path,
    log_status: String(status),
    request_time: seconds,
    edge_request_id: id,
  };
  return format.replace(/\$\{?(\w+)\}?/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`the proxy writes '${name}', which is not known here`);
    return value;
  });
}

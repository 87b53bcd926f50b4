import type { Ask, Attempt } from './load';

/** What a test says of a request; the rest is that of a good GET. */
interface Given {
  readonly ask?: Ask;
  readonly status?: number | undefined;
  readonly error?: string;
  readonly headers?: Attempt['headers'];
  readonly body?: string;
  readonly startedAt?: number;
  readonly ms?: number;
}

/** A request as the load generator records it. */
export function attempt(given: Given = {}): Attempt {
  const { status = 'error' in given || 'status' in given ? undefined : 200 } = given;
  const { ask = { path: '/' }, headers = {}, body = '', startedAt = 0, ms = 1 } = given;
  const outcome = status === undefined ? { error: given.error ?? 'reset' } : { status };
  return { ask, headers, body, startedAt, ms, ...outcome };
}

/** The same request so many times. */
export function attempts(count: number, given: Given = {}): Attempt[] {
  return Array.from({ length: count }, () => attempt(given));
}

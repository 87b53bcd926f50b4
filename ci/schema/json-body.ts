import { lookUp } from './schema';

/** A JSON object of which nothing else is known. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** One name with its value in a body. */
export type Entry = readonly [name: string, value: unknown];

/** What a JSON value is when it is read as Terraform's syntax wants it; undefined where it cannot be. */
export type Read<Value> = readonly Value[] | undefined;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The entries of a body or of a level of labels: an object, or a list of objects that count as one. `null` is empty, and
 * `//` is a comment.
 */
export function entriesOf(value: unknown): Read<Entry> {
  if (value === null || value === undefined) return [];
  const objects: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (!objects.every(isObject)) return undefined;
  return objects.flatMap((one) => Object.entries(one)).filter(([name]) => name !== '//');
}

/** The bodies of a nested block: one object is one block, a list holds any number, `null` is none. */
export function bodiesOf(value: unknown): Read<unknown> {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value as unknown[];
  return isObject(value) ? [value] : undefined;
}

/** The value of a name in an object, or undefined. */
export function member(value: unknown, name: string): unknown {
  return isObject(value) ? lookUp(value, name) : undefined;
}

/** A received value in a message: short, whatever it is. */
export function received(value: unknown): string {
  if (typeof value === 'string') {
    return value.length > 60 ? `'${value.slice(0, 57)}...'` : `'${value}'`;
  }
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (!isObject(value)) return String(value);
  const names = Object.keys(value);
  const some = names.slice(0, 3).map((name) => `'${name.slice(0, 40)}'`);
  if (names.length === 0) return 'an object without names';
  return `an object with ${some.join(', ')}${names.length > 3 ? ' and more' : ''}`;
}

import { isDeepStrictEqual } from 'node:util';
import type { Json } from './case';

/** A place in a document, what was expected there and what was found. */
export interface Difference {
  readonly at: string;
  readonly expected: string;
  readonly got: string;
}

type Check = (got: Json, argument: Json, at: string) => readonly Difference[];

const words: Readonly<Record<string, (value: Json) => boolean>> = {
  '<any>': () => true,
  '<string>': (value) => typeof value === 'string',
  '<sentence>': (value) => typeof value === 'string' && value.trim().length > 2,
  '<integer>': (value) => Number.isInteger(value),
  '<number>': (value) => typeof value === 'number',
  '<boolean>': (value) => typeof value === 'boolean',
  '<array>': (value) => Array.isArray(value),
  '<object>': (value) => isObject(value),
};

const operators: Readonly<Record<string, Check>> = {
  $pattern: (got, pattern, at) => {
    const fits = typeof got === 'string' && new RegExp(word(pattern), 'u').test(got);
    return fits ? [] : [difference(at, `a text like /${word(pattern)}/`, got)];
  },
  $equal: (got, value, at) =>
    isDeepStrictEqual(got, value) ? [] : [difference(at, show(value), got)],
  $length: (got, length, at) =>
    Array.isArray(got) && got.length === length
      ? []
      : [difference(at, `an array of ${word(length)}`, got)],
  $each: (got, pattern, at) =>
    Array.isArray(got)
      ? (got as readonly Json[]).flatMap((one, index) => match(one, pattern, `${at}/${index}`))
      : [difference(at, 'an array', got)],
  $contains: (got, patterns, at) =>
    list(patterns)
      .filter((pattern) => !found(got, pattern))
      .map((pattern) => difference(at, `an array with ${show(pattern)}`, got)),
  $lacks: (got, patterns, at) =>
    list(patterns)
      .filter((pattern) => !Array.isArray(got) || found(got, pattern))
      .map((pattern) => difference(at, `an array without ${show(pattern)}`, got)),
  $ascending: (got, key, at) =>
    isAscending(got, word(key)) ? [] : [difference(at, `'${word(key)}' ascending`, got)],
};

/**
 * What of a document does not fit a pattern. An object fits when each member of the pattern fits, whatever else it has;
 * an array fits element by element; `<integer>` and its like stand for any value of a type; `$each`, `$contains`,
 * `$lacks`, `$length`, `$ascending`, `$pattern` and `$equal` say more, `{"$absent": true}` that a member is not there.
 */
export function match(got: Json, pattern: Json, at = ''): readonly Difference[] {
  if (typeof pattern === 'string' && words[pattern] !== undefined) {
    return words[pattern](got) ? [] : [difference(at, pattern, got)];
  }
  if (isObject(pattern)) return matchObject(got, pattern, at);
  if (Array.isArray(pattern)) return matchArray(got, pattern as readonly Json[], at);
  return got === pattern ? [] : [difference(at, show(pattern), got)];
}

function matchObject(
  got: Json,
  pattern: Readonly<Record<string, Json>>,
  at: string,
): readonly Difference[] {
  const checks = Object.entries(pattern).filter(([name]) => operators[name] !== undefined);
  if (checks.length > 0) {
    return checks.flatMap(([name, argument]) => operators[name]?.(got, argument, at) ?? []);
  }
  if (!isObject(got)) return [difference(at, 'an object', got)];
  return Object.entries(pattern).flatMap(([name, one]) => {
    const value = got[name];
    const place = `${at}/${name}`;
    const absent = isObject(one) && one.$absent === true;
    if (value === undefined) return absent ? [] : [difference(place, show(one), undefined)];
    return absent ? [difference(place, 'nothing', value)] : match(value, one, place);
  });
}

function matchArray(got: Json, pattern: readonly Json[], at: string): readonly Difference[] {
  if (!Array.isArray(got)) return [difference(at, 'an array', got)];
  if (got.length !== pattern.length) return [difference(at, `${pattern.length} elements`, got)];
  return (got as readonly Json[]).flatMap((one, index) =>
    match(one, pattern[index] as Json, `${at}/${index}`),
  );
}

function found(got: Json, pattern: Json): boolean {
  return (
    Array.isArray(got) && (got as readonly Json[]).some((one) => match(one, pattern).length === 0)
  );
}

function isAscending(got: Json, key: string): boolean {
  if (!Array.isArray(got)) return false;
  const values = (got as readonly Json[]).map((one) => (isObject(one) ? one[key] : undefined));
  return values.every((value, index) => {
    const before = values[index - 1];
    if (index === 0 || before === undefined || before === null) return value !== undefined;
    return value !== undefined && value !== null && before < value;
  });
}

function word(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function list(value: Json): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [value];
}

/** Tells an object from everything else that JSON has. */
export function isObject(value: Json | undefined): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function difference(at: string, expected: string, got: Json | undefined): Difference {
  return {
    at: at === '' ? 'body' : at,
    expected,
    got: got === undefined ? 'nothing' : show(got),
  };
}

/** A value on one line, cut where it gets long. */
export function show(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}... (${text.length} characters)` : text;
}

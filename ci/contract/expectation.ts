import { isDeepStrictEqual } from 'node:util';
import type { Expectation, Json, TextExpectation } from './case';
import { type Difference, isObject, match, show } from './json-match';

/** One answer, read to its end. */
export interface Answer {
  /** 0 where the connection was closed without an answer. */
  readonly status: number;
  /** By lower-case name; of several with one name, each on a line of its own. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** What of an answer is not as expected. */
export function differences(answer: Answer, expected: Expectation): Difference[] {
  const wrongStatus = statusDifferences(answer.status, expected);
  // a connection that was closed has nothing else to look at
  if (answer.status === 0) return wrongStatus;
  return [
    ...wrongStatus,
    ...Object.entries(expected.headers ?? {}).flatMap(([name, one]) =>
      textDifferences(`header ${name}`, answer.headers[name.toLowerCase()], one),
    ),
    ...(expected.text === undefined ? [] : textDifferences('body', answer.text, expected.text)),
    ...jsonDifferences(answer, expected),
  ];
}

function statusDifferences(got: number, { status, statusIn }: Expectation): Difference[] {
  const allowed = [...(status === undefined ? [] : [status]), ...(statusIn ?? [])];
  // whatever else is expected of an answer, there has to be one
  if (allowed.length === 0 ? got !== 0 : allowed.includes(got)) return [];
  const expected = allowed.length === 0 ? 'an answer' : allowed.map(statusName).join(' or ');
  return [{ at: 'status', expected, got: statusName(got) }];
}

function statusName(status: number): string {
  return status === 0 ? 'a closed connection' : String(status);
}

function textDifferences(
  at: string,
  got: string | undefined,
  expected: TextExpectation,
): Difference[] {
  const wrong = (what: string): Difference => ({
    at,
    expected: what,
    got: got === undefined ? 'nothing' : show(got),
  });
  if (typeof expected === 'string') return got === expected ? [] : [wrong(show(expected))];
  if (expected.absent === true) return got === undefined ? [] : [wrong('nothing')];
  const contains = [expected.contains ?? []].flat();
  const lacks = [expected.lacks ?? []].flat();
  const { pattern } = expected;
  const present = contains.length > 0 || pattern !== undefined;
  if (got === undefined) return present ? [wrong('a value')] : [];
  return [
    ...contains.filter((one) => !got.includes(one)).map((one) => wrong(`a text with ${show(one)}`)),
    ...lacks.filter((one) => got.includes(one)).map((one) => wrong(`no ${show(one)}`)),
    ...(pattern === undefined || new RegExp(pattern, 'mu').test(got)
      ? []
      : [wrong(`a text like /${pattern}/`)]),
  ];
}

function jsonDifferences(answer: Answer, expected: Expectation): Difference[] {
  const { json, jsonMatch, error } = expected;
  if (json === undefined && jsonMatch === undefined && error === undefined) return [];
  const body = parsed(answer.text);
  if (body === undefined) {
    return [{ at: 'body', expected: 'JSON', got: show(answer.text) }];
  }
  return [
    ...(json === undefined || isDeepStrictEqual(body, json)
      ? []
      : [{ at: 'body', expected: `exactly ${show(json)}`, got: show(body) }]),
    ...(jsonMatch === undefined ? [] : match(body, jsonMatch)),
    ...(error === undefined ? [] : errorDifferences(answer, body, error)),
  ];
}

/** The one shape of a failure; the proxy adds the request's id. */
function errorDifferences(answer: Answer, body: Json, error: true | string): Difference[] {
  const extra = isObject(body)
    ? Object.keys(body).filter((name) => name !== 'error' && name !== 'request_id')
    : [];
  const sentence = error === true ? '<sentence>' : { $pattern: error };
  return [
    ...textDifferences('header content-type', answer.headers['content-type'], {
      pattern: '^application/json',
    }),
    ...match(body, { error: sentence }),
    ...extra.map((name) => ({
      at: `/${name}`,
      expected: "nothing but 'error'",
      got: show(name),
    })),
  ];
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

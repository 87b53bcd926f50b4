import type { Row } from './insights.fixture';

type Condition = (row: Row) => boolean;

const token =
  /\s*(?:(?<string>"[^"]*")|(?<regex>\/(?:\\.|[^/\\])+\/)|(?<number>\d+(?:\.\d+)?)|(?<word>@?[A-Za-z_]\w*)|(?<sign>!=|>=|<=|[=<>()[\],]))/y;

/**
 * The condition of a `filter`.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Filter.html
 */
export function conditionOf(text: string): Condition {
  const words = tokensOf(text);
  const condition = anyOf(words);
  if (words.length > 0) throw new Error(`'${words.join(' ')}' is left of a filter`);
  return condition;
}

function tokensOf(text: string): string[] {
  const found: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.trimEnd().length) {
    const at = token.lastIndex;
    const [match] = token.exec(text) ?? [];
    if (match === undefined) throw new Error(`'${text.slice(at)}' is no part of a filter`);
    found.push(match.trim());
  }
  return found;
}

function anyOf(words: string[]): Condition {
  const parts = [allOf(words)];
  while (words[0] === 'or') {
    words.shift();
    parts.push(allOf(words));
  }
  return (row) => parts.some((part) => part(row));
}

function allOf(words: string[]): Condition {
  const parts = [one(words)];
  while (words[0] === 'and') {
    words.shift();
    parts.push(one(words));
  }
  return (row) => parts.every((part) => part(row));
}

function one(words: string[]): Condition {
  const first = words.shift() ?? '';
  if (first === '(') {
    const inner = anyOf(words);
    expect(words, ')');
    return inner;
  }
  if (first === 'ispresent') {
    expect(words, '(');
    const field = words.shift() ?? '';
    expect(words, ')');
    return (row) => row[field] !== undefined;
  }
  const operator = words.shift() ?? '';
  const values = operator === 'in' ? list(words) : [words.shift() ?? ''];
  return (row) => holds(row[first], operator, values);
}

function list(words: string[]): string[] {
  const values: string[] = [];
  expect(words, '[');
  do values.push(words.shift() ?? '');
  while (words.shift() === ',');
  return values;
}

/** A line without the field does not match. What that is unequal to, and how a text compares with a number, no page says. */
function holds(value: Row[string], operator: string, values: readonly string[]): boolean {
  const [right = ''] = values;
  if (operator === 'like') return new RegExp(right.slice(1, -1)).test(String(value ?? ''));
  if (value === undefined && operator !== '!=') return false;
  if (operator === 'in') return values.map(literal).includes(value as string);
  const wanted = literal(right);
  if (typeof value !== typeof wanted) {
    throw new Error(`${String(value)} and ${right} are of two kinds`);
  }
  const compare: Readonly<Record<string, boolean>> = {
    '=': value === wanted,
    '!=': value !== wanted,
    '>': Number(value) > Number(wanted),
    '>=': Number(value) >= Number(wanted),
  };
  const result = compare[operator];
  if (result === undefined) throw new Error(`no page was read for '${operator}'`);
  return result;
}

function literal(text: string): string | number {
  return text.startsWith('"') ? text.slice(1, -1) : Number(text);
}

function expect(words: string[], wanted: string): void {
  const found = words.shift() ?? 'nothing';
  if (found !== wanted) throw new Error(`a filter must have '${wanted}' there, got '${found}'`);
}

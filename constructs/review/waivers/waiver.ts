import { readFileSync } from 'node:fs';
import { shown, throwProblems } from '../../core/validation';
import { isObject } from '../model';
import { premises } from './premise';
import { reviewRules } from '../judge/rule-registry';

/** A decision that a resource need not keep a rule, for a reason and until a day. */
export interface Waiver {
  /** Id of the rule. */
  readonly rule: string;

  /** Name of the stack. */
  readonly stack: string;

  /** Address of the resource, whole; `*` stands for any part of it. */
  readonly resource: string;

  /** Why the rule need not be kept there: five words or more. */
  readonly reason: string;

  /** Last day on which it counts: `2027-06-30`. */
  readonly expires: string;

  /**
   * Name of a fact that review proves about the resource; where it does not hold, the waiver does not count.
   *
   * @default - nothing has to hold
   */
  readonly premise?: string;

  /**
   * Whether the resource is there only where a setting asks for it: then a waiver that matches nothing is no finding.
   *
   * @default false
   */
  readonly optional?: boolean;
}

const required = ['rule', 'stack', 'resource', 'reason', 'expires'] as const;

/** What a waiver may say. */
export const memberNames = [...required, 'premise', 'optional'] as const;

const fileNames = ['$schema', 'waivers'] as const;
const fewestWords = 5;
const marks = '\\s!-/:-@\\[-`{-~';

/** A text of enough words, of any language; in a form that every reader of a JSON schema knows. */
export const reasonPattern = `^[${marks}]*[^${marks}](?:\\S*\\s[${marks}]*[^${marks}]){${fewestWords - 1}}`;

const reasoned = new RegExp(reasonPattern, 'u');

/**
 * Reads a file of waivers: `{ "waivers": [...] }`.
 *
 * @throws ValidationError with everything that is wrong with it
 */
export function readWaivers(path: string): Waiver[] {
  const problems: string[] = [];
  const list = listIn(path, problems);
  list.forEach((raw, at) => problems.push(...problemsOf(raw, `waiver ${at + 1}`)));
  const waivers = problems.length === 0 ? (list as readonly Waiver[]) : [];
  problems.push(...repeated(waivers));
  throwProblems(path, problems);
  return [...waivers];
}

/** Whether a text is a day of the calendar as `2027-06-30`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** Whether an address is one that a waiver names. */
export function isNamed(address: string, { resource }: Waiver): boolean {
  if (!resource.includes('*')) return address === resource;
  const [first = '', ...rest] = resource.split('*');
  const last = rest.pop() ?? '';
  if (!address.startsWith(first) || address.length < first.length + last.length) return false;
  let at = first.length;
  for (const part of rest) {
    const found = address.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return address.endsWith(last) && at <= address.length - last.length;
}

function listIn(path: string, problems: string[]): readonly unknown[] {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    problems.push(`${readProblem(error)}; write { "waivers": [] } to begin with`);
    return [];
  }
  const file = isObject(content) ? content : {};
  if (file.$schema !== undefined && typeof file.$schema !== 'string') {
    problems.push(`'$schema' must be a text, got ${shown(file.$schema)}`);
  }
  problems.push(...strangersIn(file, fileNames, ''));
  if (Array.isArray(file.waivers)) return file.waivers as unknown[];
  problems.push('it holds no list \'waivers\'; write { "waivers": [] } to begin with');
  return [];
}

function readProblem(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') {
    return "it does not exist; correct '--waivers', or 'slipway.waivers' in package.json";
  }
  return code === undefined ? `it is not JSON (${message})` : `it cannot be read (${code})`;
}

/** What an object says that nobody reads. */
function strangersIn(raw: object, names: readonly string[], place: string): string[] {
  return Object.keys(raw)
    .filter((name) => !names.includes(name))
    .map((name) => `${place}'${name}' means nothing; use ${names.join(', ')}`);
}

function problemsOf(raw: unknown, place: string): string[] {
  if (!isObject(raw)) return [`${place} must be an object, got ${shown(raw)}`];
  const broken = [...required, 'premise']
    .filter((name) => name !== 'premise' || raw.premise !== undefined)
    .filter((name) => typeof raw[name] !== 'string' || raw[name] === '');
  const problems = broken.map(
    (name) => `${place}: '${name}' must be a text, got ${shown(raw[name])}`,
  );
  if (raw.optional !== undefined && typeof raw.optional !== 'boolean') {
    problems.push(`${place}: 'optional' must be true or false, got ${shown(raw.optional)}`);
  }
  problems.push(...strangersIn(raw, memberNames, `${place}: `));
  const rules = Object.fromEntries(
    Object.entries(contents).filter(([name]) => typeof raw[name] === 'string' && raw[name] !== ''),
  );
  for (const [name, problem] of Object.entries(rules)) {
    const found = problem(raw[name] as string);
    if (found !== undefined) problems.push(`${place}: '${name}' ${found}`);
  }
  return problems;
}

/** What is wrong with the text of a member, or undefined. */
const contents: Readonly<Record<string, (text: string) => string | undefined>> = {
  rule: (text) =>
    reviewRules.some(({ id }) => id === text)
      ? undefined
      : `must be the id of a rule, got ${shown(text)}; use one of ${reviewRules.map(({ id }) => id).join(', ')}`,
  reason: (text) =>
    reasoned.test(text)
      ? undefined
      : `must say why in ${fewestWords} words or more, got ${shown(text)}`,
  expires: (text) =>
    isDay(text) ? undefined : `must be a day such as '2027-06-30', got ${shown(text)}`,
  premise: (text) =>
    Object.hasOwn(premises, text)
      ? undefined
      : `must be one of ${Object.keys(premises).join(', ')}, got ${shown(text)}`,
};

function repeated(waivers: readonly Waiver[]): string[] {
  const seen = new Map<string, number>();
  return waivers.flatMap(({ rule, stack, resource }, at) => {
    const key = JSON.stringify([rule, stack, resource]);
    const before = seen.get(key);
    if (before === undefined) seen.set(key, at);
    return before === undefined
      ? []
      : [`waiver ${at + 1} says the same as waiver ${before + 1}; remove one of them`];
  });
}

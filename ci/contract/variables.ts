import { randomBytes, randomInt } from 'node:crypto';
import type { Json } from './case';

/** Values by name, which a case reads as `${name}`. */
export type Variables = Readonly<Record<string, Json>>;

const placeholder = /\$\{([a-zA-Z][a-zA-Z0-9]*)\}/g;
const alone = /^\$\{([a-zA-Z][a-zA-Z0-9]*)\}$/;

/** Something is read that nothing has set: a mistake in the case. */
export class UnknownVariableError extends Error {
  constructor(name: string) {
    super(`\${${name}} is neither captured by an earlier step nor built in`);
  }
}

/** Names that no other case and no earlier run has used. */
export function uniqueVariables(): Variables {
  return {
    unique: `c${Date.now().toString(36)}${randomBytes(4).toString('hex')}`,
    uniqueNumber: randomInt(1_000_000, 1_000_000_000),
    otherNumber: randomInt(1_000_000_000, 2_000_000_000),
  };
}

/**
 * A copy in which every `${name}` is replaced. A text that is one placeholder alone becomes the value itself, whatever
 * its type; `{"$repeat": ["a", 100]}` becomes a text of 100 letters.
 */
export function resolve<T>(value: T, variables: Variables): T {
  return walk(value, variables, false) as T;
}

function walk(value: unknown, variables: Variables, isPattern: boolean): unknown {
  if (typeof value === 'string') return replaced(value, variables, isPattern);
  if (Array.isArray(value)) return value.map((one) => walk(one, variables, isPattern));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value);
  const [key, given] = entries[0] ?? [];
  if (key === '$repeat' && entries.length === 1) return repeated(given);
  return Object.fromEntries(
    entries.map(([name, one]) => [
      // a key is a text too: headers and form fields may be named by a variable
      plain(replaced(name, variables, false)),
      walk(one, variables, name === 'pattern' || name === '$pattern'),
    ]),
  );
}

function repeated(given: unknown): string {
  const [text, times] = given as readonly [string, number];
  return text.repeat(times);
}

function replaced(text: string, variables: Variables, isPattern: boolean): Json {
  const [, only] = alone.exec(text) ?? [];
  if (only !== undefined && !isPattern) return lookUp(only, variables);
  return text.replaceAll(placeholder, (_, name: string) => {
    const value = lookUp(name, variables);
    return isPattern ? escaped(plain(value)) : plain(value);
  });
}

function lookUp(name: string, variables: Variables): Json {
  const value = variables[name];
  if (value === undefined) throw new UnknownVariableError(name);
  return value;
}

/** A value as it stands within a text. */
export function plain(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A text as a pattern that matches nothing but itself. */
export function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

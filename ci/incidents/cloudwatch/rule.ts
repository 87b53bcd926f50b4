import type { AlarmState } from './state';
import { tokens } from './tokens';

/** The rule of a composite alarm, ready to be asked with the states of other alarms. */
export type Rule = (stateOf: (alarm: string) => AlarmState) => boolean;

/**
 * Reads the rule of a composite alarm: ALARM, OK and INSUFFICIENT_DATA of a name, AND, OR, NOT, TRUE and FALSE.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 */
export function parseRule(text: string): Rule {
  const rest = tokens(text, /\s*("[^"]*"|'[^']*'|[()]|[^\s()"']+)/gy);
  const rule = anyOf(rest);
  if (rest.length > 0) throw new Error(`a rule has '${rest.join(' ')}' at its end: ${text}`);
  return rule;
}

function anyOf(rest: string[]): Rule {
  const all = [allOf(rest)];
  while (takes(rest, 'OR')) all.push(allOf(rest));
  return (stateOf) => all.some((one) => one(stateOf));
}

function allOf(rest: string[]): Rule {
  const all = [one(rest)];
  while (takes(rest, 'AND')) all.push(one(rest));
  return (stateOf) => all.every((rule) => rule(stateOf));
}

function one(rest: string[]): Rule {
  const word = rest.shift();
  if (word === 'NOT') {
    const inner = one(rest);
    return (stateOf) => !inner(stateOf);
  }
  if (word === 'TRUE' || word === 'FALSE') return () => word === 'TRUE';
  if (word === '(') {
    const inner = anyOf(rest);
    closes(rest);
    return inner;
  }
  if (!/^(ALARM|OK|INSUFFICIENT_DATA)$/.test(word ?? '') || rest.shift() !== '(') {
    throw new Error(`a rule has '${word}' where a state is expected`);
  }
  const alarm = (rest.shift() ?? '').replace(/^(["'])(.*)\1$/, '$2');
  closes(rest);
  return (stateOf) => stateOf(alarm) === word;
}

function takes(rest: string[], word: string): boolean {
  if (rest[0] !== word) return false;
  rest.shift();
  return true;
}

function closes(rest: string[]): void {
  if (!takes(rest, ')')) throw new Error(`a rule has no ')' before '${rest.join(' ')}'`);
}

import { known } from '../core/known';
import { problemsOf, type Rule, shown } from '../core/validation';
import type { Grant } from './task-roles';

interface Subject {
  readonly grant: Grant;
  readonly before: readonly Grant[];
}

/** Everything that IAM would refuse of a grant, in the middle of an apply. */
export function grantProblems(grant: Grant, before: readonly Grant[]): string[] {
  return problemsOf({ grant, before }, rules);
}

const rules: readonly Rule<Subject>[] = [
  {
    broken: ({ grant: { sid } }) => known(sid) && !/^[A-Za-z0-9]+$/.test(sid),
    message: ({ grant: { sid } }) =>
      `'sid' must hold letters and digits only, got ${shown(sid)}; use for example 'ReadPages'`,
  },
  {
    broken: ({ grant: { sid }, before }) => before.some((other) => other.sid === sid),
    message: ({ grant: { sid } }) =>
      `'sid' ${shown(sid)} was granted before; put all of it into one grant, or give each its own`,
  },
  {
    broken: ({ grant: { actions } }) => actions.length === 0,
    message: ({ grant: { sid } }) =>
      `'actions' of the grant ${shown(sid)} are none; name what is allowed`,
  },
  {
    broken: ({ grant: { resources } }) => resources.length === 0,
    message: ({ grant: { sid } }) =>
      `'resources' of the grant ${shown(sid)} are none; name what it is allowed on`,
  },
];

import { differing, type ResourceChange } from './plan-summary';
import type { StackDocument } from './stack-images';

/**
 * What is not as the state says, without the arguments that the stack ignores: the number of tasks belongs to the scaling,
 * which changes it all day.
 */
export function driftOf(
  { resource = {} }: StackDocument,
  changes: readonly ResourceChange[] = [],
): ResourceChange[] {
  return changes.filter(({ address, type, change: { before, after } }) => {
    const name = address.slice(type.length + 1);
    const { lifecycle } = (resource[type]?.[name] ?? {}) as Lifecycled;
    const ignored: unknown = lifecycle?.ignore_changes;
    if (after === null || ignored === undefined) return true;
    if (!Array.isArray(ignored)) return ignored !== 'all';
    return differing(before, after).some((argument) => !ignored.includes(argument));
  });
}

interface Lifecycled {
  readonly lifecycle?: { readonly ignore_changes?: unknown };
}

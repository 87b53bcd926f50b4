import { readBy } from './expression';
import { listOf, type Model } from './model';

/** Whether a resource waits for another one, through however many others: what depends_on says and what it reads. */
export function dependsOn(model: Model, from: string, to: string): boolean {
  const seen = new Set<string>([from]);
  const open = [from];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const next of needsOf(model, at)) {
      if (next === to) return true;
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(next);
    }
  }
  return false;
}

const needsByModel = new WeakMap<Model, Map<string, readonly string[]>>();

/** What a resource waits for itself; read once for each. */
export function needsOf(model: Model, address: string): readonly string[] {
  const known = needsByModel.get(model) ?? new Map<string, readonly string[]>();
  needsByModel.set(model, known);
  const found = known.get(address);
  if (found) return found;
  const block = model.resources.get(address)?.block ?? {};
  const named = listOf(block.depends_on).filter((entry) => typeof entry === 'string');
  const needs = [...new Set([...named, ...readBy(block)])].filter((need) =>
    model.resources.has(need),
  );
  known.set(address, needs);
  return needs;
}

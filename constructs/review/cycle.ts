import type { Model } from './model';
import { needsOf } from './start-order';

/** A ring of resources that wait for each other, as a path that ends where it starts; Terraform would only say `Cycle`. */
export function findCycle(model: Model): string[] | undefined {
  const done = new Set<string>();
  for (const start of model.resources.keys()) {
    const cycle = walkFrom(model, start, done);
    if (cycle) return cycle;
  }
  return undefined;
}

/** Depth first with a stack of its own: a chain of thousands must not end the process. */
function walkFrom(model: Model, start: string, done: Set<string>): string[] | undefined {
  const path: string[] = [];
  const onPath = new Set<string>();
  const open: { address: string; needs: readonly string[]; next: number }[] = [];
  const enter = (address: string): void => {
    path.push(address);
    onPath.add(address);
    open.push({ address, needs: needsOf(model, address), next: 0 });
  };
  if (!done.has(start)) enter(start);
  for (let top = open.at(-1); top; top = open.at(-1)) {
    const need = top.needs[top.next];
    top.next += 1;
    if (need === undefined) {
      done.add(top.address);
      onPath.delete(top.address);
      path.pop();
      open.pop();
    } else if (onPath.has(need)) return [...path.slice(path.indexOf(need)), need];
    else if (!done.has(need)) enter(need);
  }
  return undefined;
}

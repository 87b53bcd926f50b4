import type { Broken } from '../graph';
import type { Container, RunWorkload } from './workload';

/** Containers of an instance that wait for one that never says it is ready: such a revision is refused. */
export function brokenStarts({ name, resource, containers }: RunWorkload): Broken[] {
  const byName = new Map((containers ?? []).map((container) => [container.name, container]));
  return (containers ?? []).flatMap((container) =>
    container.waitsFor.flatMap((other) => {
      const reason = reasonAgainst(byName, container, other);
      if (reason === undefined) return [];
      const text = `the container ${container.name} waits for ${other}`;
      const announced = { address: resource.address, text };
      return [{ from: name, to: other, port: undefined, announced, reason }];
    }),
  );
}

function reasonAgainst(
  byName: ReadonlyMap<string, Container>,
  { name }: Container,
  other: string,
): string | undefined {
  const container = byName.get(other);
  if (!container) {
    return `the instance has no container ${other}; correct depends_on of the container ${name}`;
  }
  if (!container.probed) {
    return `${other} has no startup probe, so that nobody knows when it is ready; add a startup_probe to it`;
  }
  return waitsFor(byName, other, name)
    ? `${other} waits for ${name} in turn; remove one of the two from depends_on`
    : undefined;
}

/** Whether one container waits for another, through however many others. */
function waitsFor(byName: ReadonlyMap<string, Container>, from: string, to: string): boolean {
  const seen = new Set([from]);
  const open = [from];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const next of byName.get(at)?.waitsFor ?? []) {
      if (next === to) return true;
      if (!seen.has(next)) open.push(next);
      seen.add(next);
    }
  }
  return false;
}

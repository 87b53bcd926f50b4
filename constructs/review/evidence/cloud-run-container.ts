import type { Evidence } from './evidence';
import type { Resource } from '../model';
import type { Complaint } from '../rule';

type Block = Readonly<Record<string, unknown>>;

/** The complaints about each container of a service of Cloud Run, with its name. */
export function eachCloudRunContainer(
  { block }: Resource,
  evidence: Evidence,
  check: (container: Block) => readonly Complaint[],
): Complaint[] {
  const template = evidence.first(block.template);
  const containers = template && evidence.blocks(template.containers);
  if (!containers) return [{ verdict: 'unread', reason: "'containers' cannot be read" }];
  return containers.flatMap((container, at) => {
    const name = evidence.model.text(container.name) ?? `number ${at + 1}`;
    return check(container).map(({ verdict, reason }) => ({
      verdict,
      reason: `container '${name}': ${reason}`,
    }));
  });
}

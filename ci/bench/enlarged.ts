type Blocks = Record<string, Record<string, unknown>>;

/** A synthesized document with many pairs of services that call each other, as ecs-prod has one of. */
export interface LargeDocument {
  readonly resource: Blocks;
  readonly data: Blocks;
}

/**
 * A document with at least so many resources: the pair adminapp and goapp of ecs-prod again and again, each copy with
 * names, groups, roles, alarms and images of its own, all in one network behind one proxy.
 */
export function enlarged(document: LargeDocument, resources: number): LargeDocument {
  const pair = { resource: pairOf(document.resource), data: pairOf(document.data) };
  const perCopy = countBlocks(pair.resource);
  const copies = Math.max(0, Math.ceil((resources - countBlocks(document.resource)) / perCopy));
  const text = JSON.stringify(pair);
  const large = structuredClone(document);
  for (let copy = 1; copy <= copies; copy++) {
    const renamed = text.replace(/(admin|go)app/gi, (name) => `${name}${copy}`);
    const { resource, data } = JSON.parse(renamed) as LargeDocument;
    mergeInto(large.resource, resource);
    mergeInto(large.data, data);
  }
  return large;
}

/** Number of blocks of all types. */
export function countBlocks(blocks: Blocks): number {
  return Object.values(blocks).reduce((sum, named) => sum + Object.keys(named).length, 0);
}

function pairOf(blocks: Blocks): Blocks {
  const kept = Object.entries(blocks).map(([type, named]) => {
    const own = Object.entries(named).filter(([name]) =>
      /^(Registry_|Alarms_Watched_)?(Adminapp|Goapp)_/.test(name),
    );
    return [type, Object.fromEntries(own)] as const;
  });
  return Object.fromEntries(kept.filter(([, named]) => Object.keys(named).length > 0));
}

function mergeInto(target: Blocks, blocks: Blocks): void {
  for (const [type, named] of Object.entries(blocks)) Object.assign((target[type] ??= {}), named);
}

import type { Suite } from './suite';

/** How many subjects are tested at the same time. */
const laneCount = 2;

/**
 * The order in which suites run: stage after stage, and within a stage subjects beside each other. A suite without a
 * subject is a stage of its own; subjects that follow each other share one.
 */
export function stagesOf(suites: readonly Suite[]): Suite[][][] {
  const stages: Suite[][][] = [];
  let open: Map<string, Suite[]> | undefined;
  for (const suite of suites) {
    if (suite.subject === undefined) {
      open = undefined;
      stages.push([[suite]]);
      continue;
    }
    const known = open?.get(suite.subject);
    if (known) known.push(suite);
    else if (open) addTo(stages, open, suite);
    else {
      open = new Map();
      stages.push([]);
      addTo(stages, open, suite);
    }
  }
  return stages;
}

function addTo(stages: Suite[][][], open: Map<string, Suite[]>, suite: Suite): void {
  const group = [suite];
  open.set(suite.subject ?? '', group);
  stages.at(-1)?.push(group);
}

/** Works through all items, a few at a time; the results are in the order of the items. */
export async function inLanes<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
  lanes = laneCount,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) {
      const item = items[at];
      if (item !== undefined) results[at] = await work(item);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}

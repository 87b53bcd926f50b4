import { inspect } from 'node:util';
import { type Judgement, judge, kindOf } from './judgement';
import type { Platform } from './platform';
import { Random, seedOf } from './random';
import { shrink } from './shrink';

/** What came of many systems. */
export interface Series {
  readonly legal: number;
  readonly refused: number;

  /** Each kind of fault once, with the smallest system that shows it. */
  readonly faults: readonly string[];
}

/** Shares of odd values that systems have: about half of the systems have none. */
const wildness = [0, 0, 0, 0.01, 0.03, 0.1];

/** The system of one run. */
export function planOf<Plan>(platform: Platform<Plan>, series: number, run: number): Plan {
  const seed = seedOf(series, run);
  return platform.plan(new Random(seed, wildness[run % wildness.length]));
}

/** Judges so many systems. */
export function runSeries<Plan>(platform: Platform<Plan>, series: number, runs: number): Series {
  const faults = new Map<string, string>();
  const count = { legal: 0, refused: 0 };
  for (let run = 0; run < runs; run++) {
    const plan = planOf(platform, series, run);
    const judgement = judge(platform, plan);
    if (judgement.verdict === 'fault') {
      const kind = kindOf(judgement);
      if (!faults.has(kind)) faults.set(kind, printFault(platform, plan, judgement, series, run));
    } else count[judgement.verdict]++;
  }
  return { ...count, faults: [...faults.values()] };
}

function printFault<Plan>(
  platform: Platform<Plan>,
  plan: Plan,
  judgement: Judgement,
  series: number,
  run: number,
): string {
  const kind = kindOf(judgement);
  const smallest = shrink(plan, (smaller) => kindOf(judge(platform, smaller)) === kind);
  const { what } = judge(platform, smallest) as { readonly what: string };
  const system = inspect(smallest, { depth: 9, breakLength: 110 });
  return `${platform.name}, PROPERTY_SEED=${series}, run ${run}: ${what}\n${system}`;
}

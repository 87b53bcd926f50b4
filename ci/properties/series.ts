import * as fc from 'fast-check';
import { judge } from './judgement';
import type { Platform } from './platform';
import { arbitraryOf } from './random';

/** What came of many systems. */
export interface Series {
  readonly legal: number;
  readonly refused: number;

  /** The smallest system that was found to break the library, with the seed that makes it again; empty without one. */
  readonly fault: string;
}

/** Shares of odd values that systems have: about half of the systems have none. */
const wildness = [0, 0, 0, 0.01, 0.03, 0.1];

/** Whole systems of a platform as plain data. */
export function systemsOf<Plan>(platform: Platform<Plan>): fc.Arbitrary<Plan> {
  return fc.oneof(...wildness.map((share) => arbitraryOf(platform.plan, share)));
}

/** So many systems, the same for the same seed. */
export function sampleOf<Plan>(platform: Platform<Plan>, seed: number, count: number): Plan[] {
  return fc.sample(systemsOf(platform), { seed, numRuns: count });
}

/** Judges so many systems. */
export function runSeries<Plan>(platform: Platform<Plan>, seed: number, runs: number): Series {
  const count = { legal: 0, refused: 0 };
  const property = fc.property(systemsOf(platform), (plan) => {
    const judgement = judge(platform, plan);
    if (judgement.verdict === 'fault') throw new Error(`${platform.name}: ${judgement.what}`);
    count[judgement.verdict]++;
  });
  const result = fc.check(property, { seed, numRuns: runs });
  return { ...count, fault: fc.defaultReportMessage(result) ?? '' };
}

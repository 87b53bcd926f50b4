import { type Ratio, ratioOf } from './ratio';
import type { Contender, Sample } from './throughput';

/** What a ratio is meant to reach. */
export interface Goal {
  readonly bound: 'at least' | 'at most';
  readonly value: number;
}

/** How two contenders compare. */
export interface Comparison {
  readonly name: string;
  readonly goal: Goal;
  /** Of what a client sees. */
  readonly ratio: Ratio;
  /** Of the requests that a second of CPU serves; undefined where nobody counted the CPU, or where it is not the question. */
  readonly perCpu?: Ratio;
  /** Whether each side had nothing to wait for but its own processor, so that a client sees the difference. */
  readonly decisive: boolean;
}

/** Below this share of its processor a contender waited for something else. */
const bottleneckShare = 0.85;

/** What one contender answers per second, relative to another of the same rounds. */
export function throughputRatio(
  samples: ReadonlyMap<Contender, readonly Sample[]>,
  one: Contender,
  other: Contender,
  atLeast: number,
): Comparison {
  const [ours, theirs] = [samples.get(one) ?? [], samples.get(other) ?? []];
  const perSecond = (sample: Sample) => sample.perSecond;
  const perCpuSecond = ({ cpuMicroseconds = NaN }: Sample) => 1e6 / cpuMicroseconds;
  const counted = [...ours, ...theirs].every((sample) => sample.cpuMicroseconds !== undefined);
  return {
    name: `req/s: ${one.name} / ${other.name}`,
    goal: { bound: 'at least', value: atLeast },
    ratio: ratioOf(ours.map(perSecond), theirs.map(perSecond)),
    ...(counted ? { perCpu: ratioOf(ours.map(perCpuSecond), theirs.map(perCpuSecond)) } : {}),
    decisive: [ours, theirs].every(isBottleneck),
  };
}

/**
 * Whether a goal is reached, and by what: where a contender waited for others, what a client saw says more about those, and
 * the CPU that each request took decides.
 */
export function verdict({ goal, ratio, perCpu, decisive }: Comparison): string {
  const reaches = (value: number) =>
    (goal.bound === 'at least' ? value >= goal.value : value <= goal.value)
      ? 'holds'
      : 'does not hold';
  if (decisive) return reaches(ratio.median);
  return perCpu === undefined ? 'cannot be told' : `${reaches(perCpu.median)}, by CPU`;
}

/** Whether a contender used up its processor in half of the rounds or more. */
export function isBottleneck(samples: readonly Sample[]): boolean {
  const full = samples.filter(({ busy }) => busy !== undefined && busy >= bottleneckShare);
  return full.length * 2 >= samples.length;
}

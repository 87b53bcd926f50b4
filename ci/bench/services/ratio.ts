import { summarize } from '../statistics';

/** How two contenders compare, from rounds that measured both. */
export interface Ratio {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
}

/**
 * One contender over the other, round by round: the two of a round ran within seconds of each other, so that whatever else
 * the machine does in the meantime hits both.
 */
export function ratioOf(one: readonly number[], other: readonly number[]): Ratio {
  if (one.length !== other.length || one.length === 0) {
    throw new Error(`${one.length} rounds cannot be compared with ${other.length}`);
  }
  const { median, min, spread } = summarize(one.map((value, at) => value / (other[at] ?? NaN)));
  return { median, lowest: min, highest: min + spread };
}

/** The value that this share of all values does not exceed: the nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = Math.max(0, Math.ceil(sorted.length * share) - 1);
  return sorted[at] ?? NaN;
}

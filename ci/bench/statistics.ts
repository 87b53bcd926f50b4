/** What repeated measurements of one thing come to. */
export interface Summary {
  readonly median: number;
  readonly min: number;
  /** From the smallest to the largest: how noisy the machine was. */
  readonly spread: number;
}

/** The summary of at least one value. */
export function summarize(values: readonly number[]): Summary {
  const sorted = [...values].sort((a, b) => a - b);
  const [min = NaN] = sorted;
  const max = sorted.at(-1) ?? NaN;
  const middle = (sorted.length - 1) / 2;
  const low = sorted[Math.floor(middle)] ?? NaN;
  const high = sorted[Math.ceil(middle)] ?? NaN;
  return { median: (low + high) / 2, min, spread: max - min };
}

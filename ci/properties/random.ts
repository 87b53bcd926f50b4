/** Choices that look random and are the same for the same seed. */
export class Random {
  private state: number;

  constructor(
    seed: number,
    /** Share of the values that `odd` takes from outside of what is allowed. */
    private readonly wildness = 0,
  ) {
    this.state = seed >>> 0;
  }

  /** A number from 0 to below 1, by the generator that is known as mulberry32. */
  public next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** True in this share of all cases. */
  public chance(share: number): boolean {
    return this.next() < share;
  }

  /** A whole number between both, which may be met themselves. */
  public integer(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  /** One of a list. */
  public pick<Value>(values: readonly Value[]): Value {
    return values[this.integer(0, values.length - 1)] as Value;
  }

  /** So many of a list at the most, each once, in any order. */
  public some<Value>(values: readonly Value[], most: number, least = 0): Value[] {
    const left = [...values];
    const count = Math.min(this.integer(least, most), left.length);
    return Array.from(
      { length: count },
      () => left.splice(this.integer(0, left.length - 1), 1)[0] as Value,
    );
  }

  /** A value in this share of all cases, and undefined otherwise: a prop that is left out. */
  public maybe<Value>(share: number, value: () => Value): Value | undefined {
    return this.chance(share) ? value() : undefined;
  }

  /** A value that is allowed, or now and then one that is not. */
  public odd<Value>(allowed: () => Value, refused: readonly Value[]): Value {
    return this.chance(this.wildness) ? this.pick(refused) : allowed();
  }
}

/** A seed for each run of a series. */
export function seedOf(series: number, run: number): number {
  return Math.imul(series, 0x9e3779b1) + Math.imul(run + 1, 0x85ebca6b);
}

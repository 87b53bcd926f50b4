import * as fc from 'fast-check';

/** Draws whole numbers between two, which may be met themselves. */
export type Draw = (min: number, max: number) => number;

/** What systems are made of by chance: values that are allowed and, in some share, values that are not. */
export class Random {
  constructor(
    private readonly draw: Draw,
    /** Share of the values that `odd` takes from outside of what is allowed. */
    private readonly wildness = 0,
  ) {}

  /** True in this share of all cases; a smaller system has the false ones. */
  public chance(share: number): boolean {
    return share > 0 && this.draw(1, fine) > fine * (1 - share);
  }

  /** A whole number between both, which may be met themselves. */
  public integer(min: number, max: number): number {
    return this.draw(min, max);
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

/** Steps in which shares are drawn. */
const fine = 10_000;

/** What is made of random choices, as an arbitrary: fast-check repeats it for a seed and looks for a smaller one that fails. */
export function arbitraryOf<Value>(
  make: (random: Random) => Value,
  wildness = 0,
): fc.Arbitrary<Value> {
  return fc.gen().map((gen) => make(new Random((min, max) => gen(evenly, min, max), wildness)));
}

// without the bias towards the ends of a range the shares are what they say
const evenly = (min: number, max: number): fc.Arbitrary<number> =>
  fc.noBias(fc.integer({ min, max }));

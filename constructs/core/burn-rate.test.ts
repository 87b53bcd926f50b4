import {
  type BurnRate,
  burnRateProblems,
  defaultBurnRates,
  firingShare,
  largestFactor,
} from './burn-rate';

const budget = { goalPercent: 99.9, naturalPercent: 0 };
const rate: BurnRate = { factor: 14.4, longMinutes: 60, shortMinutes: 5, severity: 'page' };

describe('a burn rate', () => {
  it('fires at its multiple of the budget', () => {
    expect(firingShare(rate, budget)).toBe(0.0144);
  });

  it('fires above what fails by nature', () => {
    expect(firingShare(rate, { goalPercent: 99.9, naturalPercent: 10 })).toBe(0.1144);
  });

  it('can fire up to the factor that takes every request', () => {
    expect(largestFactor(budget)).toBeCloseTo(1000);
    expect(largestFactor({ goalPercent: 95, naturalPercent: 10 })).toBeCloseTo(18);
  });

  it('is three times by default, the longest over a day', () => {
    expect(burnRateProblems('', defaultBurnRates, budget)).toEqual([]);
    expect(Math.max(...defaultBurnRates.map(({ longMinutes }) => longMinutes))).toBe(1440);
  });

  it.each<[Partial<BurnRate>, RegExp]>([
    [{ factor: 0 }, /'burnRates\[0\].factor' must be more than 0, got 0/],
    [{ factor: NaN }, /'burnRates\[0\].factor' must be more than 0, got NaN/],
    [{ factor: 1000 }, /must be below 1000.0, got 1000: .* can never fire/],
    [{ longMinutes: 1441 }, /'burnRates\[0\].longMinutes' .* from 5 to 1440, got 1441/],
    [{ longMinutes: 4 }, /'burnRates\[0\].longMinutes' .* got 4/],
    [{ shortMinutes: 60 }, /'burnRates\[0\].shortMinutes' .* below 'longMinutes' \(60\), got 60/],
    [{ shortMinutes: 0.5 }, /'burnRates\[0\].shortMinutes' .* got 0.5/],
  ])('fails when it is %j', (change, sentence) => {
    const problems = burnRateProblems('', [{ ...rate, ...change }], budget);

    expect(problems).toContainEqual(expect.stringMatching(sentence));
  });

  it('fails when a goal leaves too much budget for its factor', () => {
    const loose = { goalPercent: 93, naturalPercent: 0 };

    expect(burnRateProblems('api: ', [rate], loose)).toEqual([
      expect.stringMatching(
        /^api: 'burnRates\[0\].factor' must be below 14.3, got 14.4: at a goal of 93 %/,
      ),
    ]);
  });

  it('fails when it is there a second time, for whomever', () => {
    const again: BurnRate = { ...rate, shortMinutes: 10, severity: 'ticket' };
    const other: BurnRate = { ...rate, longMinutes: 120 };

    expect(burnRateProblems('api: ', [rate, other, again], budget)).toEqual([
      `api: 'burnRates[2]' has the 'factor' 14.4 and the 'longMinutes' 60 of 'burnRates[0]'; leave one out, or change either`,
    ]);
  });

  it('may be there in eight forms, and fails when it is in nine', () => {
    const rates = (count: number) =>
      Array.from({ length: count }, (_, at) => ({ ...rate, factor: at + 1 }));

    expect(burnRateProblems('', rates(8), budget)).toEqual([]);
    expect(burnRateProblems('', rates(9), budget)).toEqual([
      `'burnRates' may hold 8 rates, got 9; keep those that somebody acts on differently`,
    ]);
  });

  it('fails when there is none', () => {
    expect(burnRateProblems('', [], budget)).toEqual([
      expect.stringMatching(/'burnRates' must hold at least one rate/),
    ]);
  });
});

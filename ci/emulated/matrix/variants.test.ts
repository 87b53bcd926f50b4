import { pairsWithout, titleOf, variants } from './variants';

describe('the variants', () => {
  it('have every pair of values of two dimensions', () => {
    expect(pairsWithout(variants)).toEqual([]);
  });

  it.each(variants.map((variant) => [titleOf(variant), variant] as const))(
    'would miss a pair without %s',
    (_title, variant) => {
      expect(pairsWithout(variants.filter((one) => one !== variant))).not.toEqual([]);
    },
  );

  it('are at most six, since each is deployed', () => {
    expect(variants.length).toBeLessThanOrEqual(6);
    expect(new Set(variants.map(titleOf)).size).toBe(variants.length);
  });
});

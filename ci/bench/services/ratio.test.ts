import { percentile, ratioOf } from './ratio';

describe('a ratio', () => {
  test('compares round by round, so that a slow round of both changes nothing', () => {
    expect(ratioOf([90, 9, 45], [100, 10, 50])).toEqual({ median: 0.9, lowest: 0.9, highest: 0.9 });
  });

  test('names its median and how far it spreads', () => {
    expect(ratioOf([1, 2, 6], [1, 4, 2])).toEqual({ median: 1, lowest: 0.5, highest: 3 });
  });

  test('fails when a side lacks a round', () => {
    expect(() => ratioOf([1, 2], [1])).toThrow('2 rounds cannot be compared with 1');
    expect(() => ratioOf([], [])).toThrow('0 rounds');
  });
});

describe('a percentile', () => {
  test('is the value that this share does not exceed', () => {
    const oneToHundred = Array.from({ length: 100 }, (_, at) => 100 - at);
    expect(percentile(oneToHundred, 0.99)).toBe(99);
    expect(percentile(oneToHundred, 1)).toBe(100);
    expect(percentile([7], 0.99)).toBe(7);
  });
});

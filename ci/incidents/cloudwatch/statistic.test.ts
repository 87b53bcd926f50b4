import { type Sample, statistic } from './statistic';

const samples: readonly Sample[] = [
  { value: 0.3, count: 1 },
  { value: 0.1, count: 6 },
  { value: 0.2, count: 3 },
];

it.each([
  ['SampleCount', 10],
  ['Sum', 1.5],
  ['Average', 0.15],
  ['Minimum', 0.1],
  ['Maximum', 0.3],
  ['p50', 0.1],
  ['p90', 0.2],
  ['p99', 0.3],
  ['PR(:0.2)', 90],
  ['PR(0.2:)', 10],
  ['TC(0.1:)', 4],
  ['TC(0.1:0.2)', 3],
])('%s is %d', (name, expected) => {
  expect(statistic(name, samples)).toBeCloseTo(expected, 9);
});

it('a period without a sample has no value', () => {
  expect(statistic('Sum', [])).toBeUndefined();
});

it('fails when a statistic is unknown', () => {
  expect(() => statistic('TM(10%:90%)', samples)).toThrow('TM(10%:90%)');
});

import { type Comparison, isBottleneck, throughputRatio, verdict } from './comparison';
import type { Contender, Sample } from './throughput';

const sample = (perSecond: number, cpuMicroseconds?: number, busy?: number): Sample => ({
  perSecond,
  cpuMicroseconds,
  busy,
});

const contender = (name: string): Contender => ({ name, id: name, url: '' });
const ours = contender('proxy');
const theirs = contender('bare');

function compare(one: Sample, other: Sample): Comparison {
  const samples = new Map([
    [ours, [one]],
    [theirs, [other]],
  ]);
  return throughputRatio(samples, ours, theirs, 0.9);
}

describe('a comparison of throughput', () => {
  test('tells what a client sees and what a second of CPU serves', () => {
    const { name, ratio, perCpu } = compare(sample(95, 20, 1), sample(100, 10, 1));

    expect(name).toBe('req/s: proxy / bare');
    expect(ratio.median).toBe(0.95);
    expect(perCpu?.median).toBe(0.5);
  });

  test('is decided by what a client sees where both used up their processor', () => {
    expect(verdict(compare(sample(90, 20, 1), sample(100, 10, 0.9)))).toBe('holds');
    expect(verdict(compare(sample(89, 10, 1), sample(100, 10, 1)))).toBe('does not hold');
  });

  test('is decided by the CPU where one side waited for others', () => {
    expect(verdict(compare(sample(100, 20, 0.5), sample(100, 10, 1)))).toBe(
      'does not hold, by CPU',
    );
    expect(verdict(compare(sample(50, 10, 1), sample(100, 10, 0.2)))).toBe('holds, by CPU');
  });

  test('cannot be told where nobody counted the CPU', () => {
    const comparison = compare(sample(100), sample(100, 10, 1));

    expect(comparison.perCpu).toBeUndefined();
    expect(verdict(comparison)).toBe('cannot be told');
  });
});

describe('a goal of at most', () => {
  const latency = (median: number): Comparison => ({
    name: 'p99',
    goal: { bound: 'at most', value: 1.5 },
    ratio: { median, lowest: median, highest: median },
    decisive: true,
  });

  test('holds up to its value', () => {
    expect(verdict(latency(1.5))).toBe('holds');
    expect(verdict(latency(1.51))).toBe('does not hold');
  });
});

describe('a bottleneck', () => {
  test('is who used up its processor in half of the rounds', () => {
    expect(isBottleneck([sample(1, 1, 0.9), sample(1, 1, 0.3)])).toBe(true);
    expect(isBottleneck([sample(1, 1, 0.9), sample(1, 1, 0.3), sample(1, 1, 0.3)])).toBe(false);
    expect(isBottleneck([sample(1)])).toBe(false);
  });
});

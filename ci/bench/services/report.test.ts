import { coldStartTable, comparisonTable, contenderTable } from './report';
import type { Starter } from './cold-start';
import type { Contender, Sample } from './throughput';

const contender = (name: string): Contender => ({ name, id: name, url: '' });

describe('the tables', () => {
  test('show the medians of each contender and who waited', () => {
    const rounds = (busy: number | undefined): Sample[] =>
      [100, 300, 200].map((perSecond) => ({
        perSecond,
        cpuMicroseconds: busy === undefined ? undefined : perSecond / 10,
        busy,
      }));

    const table = contenderTable(
      new Map([
        [contender('full'), rounds(0.99)],
        [contender('idle'), rounds(0.4)],
        [contender('alone'), rounds(undefined)],
      ]),
    );

    expect(table).toMatch(/full +200 +20\.0 +99 % *\n/);
    expect(table).toMatch(/idle +200 +20\.0 +40 % +waited for others/);
    expect(table).toMatch(/alone +200 +unknown +unknown *$/);
  });

  test('show a ratio with its spread, its goal and the verdict', () => {
    const table = comparisonTable([
      {
        name: 'req/s: proxy / bare',
        goal: { bound: 'at least', value: 0.9 },
        ratio: { median: 0.95, lowest: 0.8, highest: 1.1 },
        perCpu: { median: 0.85, lowest: 0.7, highest: 0.9 },
        decisive: false,
      },
    ]);

    expect(table).toMatch(
      /proxy \/ bare +0\.95 \(0\.80 to 1\.10\) +0\.85 \(0\.70 to 0\.90\) +at least 0\.90 +does not hold, by CPU/,
    );
  });

  test('show how long a start took, and the part of the process', () => {
    const starter: Starter = {
      name: 'goapp',
      start: { image: 'goapp' },
      port: 1,
      isThere: () => Promise.resolve(true),
    };
    const table = coldStartTable(
      new Map([
        [starter, [300, 500, 400].map((fromCommand) => ({ fromCommand, fromProcess: 10 }))],
      ]),
    );

    expect(table).toMatch(/goapp +400 +300 +500 +10/);
  });
});

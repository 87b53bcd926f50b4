import type { Share, Statistics } from './case';
import { concreteCases, readCaseFiles } from './case-file';
import { serve, stopServers } from './server.fixture';
import { countStatuses, shareDifferences } from './statistics-step';

afterAll(stopServers);

/** Probability that a count is outside its bounds although the share is as it should be. */
function outside({ atLeast, atMost }: Share, requests: number, probability: number): number {
  // terms in logarithms: the factorials of thousands have no number
  let logarithm = requests * Math.log1p(-probability);
  let beyond = 0;
  for (let count = 0; count <= requests; count += 1) {
    if (count < atLeast || count > atMost) beyond += Math.exp(logarithm);
    const odds = Math.log(probability) - Math.log1p(-probability);
    logarithm += Math.log((requests - count) / (count + 1)) + odds;
  }
  return beyond;
}

const written: readonly (readonly [string, Statistics])[] = [...readCaseFiles().values()].flatMap(
  ({ service, groups }) =>
    groups.flatMap(({ cases }) =>
      cases
        .flatMap(concreteCases)
        .flatMap(({ name, steps }) =>
          steps.flatMap(({ statistics }) =>
            statistics === undefined ? [] : [[`${service}: ${name}`, statistics] as const],
          ),
        ),
    ),
);

describe.each(written)('%s', (_, { shares, requests }) => {
  it('gives a false alarm less than once in a million', () => {
    const alarms = shares.map((share) => outside(share, requests, share.probability));

    expect(alarms.reduce((sum, one) => sum + one, 0)).toBeLessThan(1e-6);
    expect(shares.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1);
  });

  it('takes neither a tenth of failures for a hundredth nor the reverse, nor none for either', () => {
    const share = shares.find(({ status }) => status === 500)!;
    const other = share.probability === 0.1 ? 0.01 : 0.1;

    expect(outside(share, requests, other)).toBeGreaterThan(1 - 1e-6);
    expect(share.atLeast).toBeGreaterThan(0);
  });
});

it('the bounds are looked at in all cases that count', () => {
  expect(written.length).toBeGreaterThanOrEqual(4);
});

describe('the shares of statuses', () => {
  const step: Pick<Statistics, 'shares' | 'requests'> = {
    requests: 100,
    shares: [
      { status: 200, probability: 0.9, atLeast: 80, atMost: 95 },
      { status: 500, probability: 0.1, atLeast: 5, atMost: 20 },
    ],
  };

  it.each<[string, [number, number][], string[]]>([
    ['fit', [[200, 90], [500, 10]], []], // prettier-ignore
    ['fail when too many fail', [[200, 75], [500, 25]], ['status 200 of 100 requests', 'status 500 of 100 requests']], // prettier-ignore
    ['fail when none fails', [[200, 100]], ['status 200 of 100 requests', 'status 500 of 100 requests']], // prettier-ignore
    ['fail when another status comes', [[200, 89], [500, 10], [502, 1]], ['status 502']], // prettier-ignore
    ['fail when a connection is cut', [[200, 89], [500, 10], [0, 1]], ['connections closed without an answer']], // prettier-ignore
  ])('%s', (_, counts, places) => {
    expect(shareDifferences(new Map(counts), step).map(({ at }) => at)).toEqual(places);
  });

  it('are counted on a real server, every request once', async () => {
    let asked = 0;
    const target = await serve((_, response) => {
      asked += 1;
      response.writeHead(asked % 10 === 0 ? 500 : 200).end();
    });

    const request = { path: '/' };
    const fine = await countStatuses(target, { ...step, request, parallel: 7 });
    const wrong = await countStatuses(target, {
      ...step,
      request,
      parallel: 7,
      shares: [step.shares[0]!],
    });

    expect(fine).toEqual([]);
    expect(asked).toBe(200);
    expect(wrong).toEqual([{ at: 'status 500', expected: '0', got: '10' }]);
  });

  it('count a request once that a rate limit had refused', async () => {
    let asked = 0;
    const target = await serve((_, response) => {
      asked += 1;
      const late = asked % 2 === 1;
      response.writeHead(late ? 429 : 200, late ? { 'retry-after': '0' } : {}).end();
    });
    const shares = [{ status: 200, probability: 1, atLeast: 20, atMost: 20 }];
    const twenty = { request: { path: '/' }, requests: 20, parallel: 1, shares };

    expect(await countStatuses(target, twenty)).toEqual([]);
    expect(asked).toBe(40);
  });

  it('say when a rate limit refuses for good', async () => {
    const forGood = await serve((_, response) => {
      response.writeHead(429, { 'retry-after': '0' }).end();
    });
    const untold = await serve((_, response) => {
      response.writeHead(429).end();
    });
    const twice = { request: { path: '/' }, requests: 2, parallel: 1, shares: [] };

    for (const target of [forGood, untold]) {
      expect(await countStatuses(target, twice)).toEqual([
        { at: 'status 429', expected: '0', got: '2' },
      ]);
    }
  });
});

import { Token } from 'cdktf';
import { defaultBurnRates } from './burn-rate';
import { type Objective, objectiveProblems, resolveObjective } from './objective';

describe('an objective', () => {
  it('is 99.9 % of the requests, and 99 % within a second, unless told otherwise', () => {
    const { availability, latency, minimumBadRequests, burnRates } = resolveObjective();

    expect(availability).toEqual({ goalPercent: 99.9, naturalPercent: 0 });
    expect(latency).toMatchObject({ percent: 99, seconds: 1, goalPercent: 99 });
    expect(minimumBadRequests).toBe(5);
    expect(burnRates.map(({ factor }) => factor)).toEqual([14.4, 6, 3]);
  });

  it('has no latency for sockets, nor where it is turned off', () => {
    expect(resolveObjective({}, { sockets: true }).latency).toBeUndefined();
    expect(resolveObjective({ latency: false }).latency).toBeUndefined();
  });

  it('has nothing wrong where nothing is said', () => {
    expect(objectiveProblems('', {})).toEqual([]);
    expect(objectiveProblems('', {}, { sockets: true })).toEqual([]);
  });

  it.each<[Objective, RegExp]>([
    [{ availabilityPercent: 100 }, /'availabilityPercent' .* got 100: no budget would be left/],
    [{ availabilityPercent: 0 }, /'availabilityPercent' .* got 0: nothing would ever break it/],
    [{ availabilityPercent: NaN }, /'availabilityPercent' .* got NaN/],
    [{ naturalErrorPercent: 100 }, /'naturalErrorPercent' must be from 0 to below 100, got 100/],
    [{ minimumBadRequests: 0 }, /'minimumBadRequests' .* got 0/],
    [{ latency: { percent: 100, seconds: 1 } }, /'latency.percent' .* got 100/],
    [{ latency: { percent: 99, seconds: 0 } }, /'latency.seconds' must be from 0.001 .* got 0/],
    [
      { latency: { percent: 50, seconds: 1 } },
      /'latency' and 'burnRates\[0\].factor' must be below 2.0/,
    ],
    [{ availabilityPercent: 90 }, /'burnRates\[0\].factor' must be below 10.0, got 14.4/],
  ])('fails when it is %j', (objective, sentence) => {
    expect(objectiveProblems('api: ', objective)[0]).toMatch(sentence);
  });

  it('fails with every problem at once', () => {
    const wrong = { availabilityPercent: 100, minimumBadRequests: 0, naturalErrorPercent: -1 };

    expect(objectiveProblems('', wrong)).toHaveLength(3);
  });

  it('fails when a number is one that only the deployment knows', () => {
    const later = Token.asNumber('${var.later}');
    const [rate] = defaultBurnRates;
    const objective: Objective = {
      availabilityPercent: later,
      latency: { percent: 99, seconds: later },
      burnRates: [{ ...rate!, factor: later }],
    };

    expect(objectiveProblems('api: ', objective).map((problem) => problem.split(',')[0])).toEqual([
      `api: 'availabilityPercent' must be known at synthesis`,
      `api: 'latency.seconds' must be known at synthesis`,
      `api: 'burnRates[0].factor' must be known at synthesis`,
    ]);
  });

  it('fails when a service of sockets asks for latency', () => {
    const latency = { percent: 99, seconds: 1 };

    expect(objectiveProblems('', { latency }, { sockets: true })).toEqual([
      expect.stringMatching(/'latency' must be left out for a service that speaks through sockets/),
    ]);
  });
});

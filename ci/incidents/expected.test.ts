import { firingShare } from '../../constructs/core/burn-rate';
import { type Objective, resolveObjective } from '../../constructs/core/objective';
import { objectives } from '../../services/objectives';
import { expected } from './expected';
import { scenarios } from './scenarios';

const objective = resolveObjective();

/** Minutes until so many errors of all requests, from a good day on, exceed what a burn rate allows. */
function minutesToDetect(rate: number, badShare: number): number {
  const { longMinutes, factor } = objective.burnRates[rate]!;
  return (longMinutes * firingShare({ factor }, objective.availability)) / badShare;
}

function detected(scenario: string, platform: 'compose' | 'ecs-prod' | 'gcp-run', kind: string) {
  const text = expected[scenario]?.[platform].find((one) => one.startsWith(kind)) ?? '';
  return Number(/ (\d+)-/.exec(text)?.[1]);
}

describe('the minute of detection is what arithmetic says', () => {
  it.each(['compose', 'ecs-prod', 'gcp-run'] as const)('on %s', (platform) => {
    const page = detected('two-percent', platform, 'availability-burn page');
    const ticket = detected('slow-burn', platform, 'availability-burn ticket');

    // a minute is over before it is looked at, and the first is minute 0
    expect(Math.abs(page - minutesToDetect(0, 0.02))).toBeLessThanOrEqual(1);
    expect(Math.abs(ticket - minutesToDetect(2, 0.004))).toBeLessThanOrEqual(1);
  });

  it('and 2 of 1000 errors are never too many', () => {
    for (const rate of [0, 1, 2]) {
      const { longMinutes } = objective.burnRates[rate]!;

      expect(minutesToDetect(rate, 0.002)).toBeGreaterThan(longMinutes);
    }
  });
});

it('every scenario has an expectation, and every expectation a scenario', () => {
  expect(Object.keys(expected)).toEqual(scenarios.map(({ name }) => name));
});

describe('what fails by nature', () => {
  /** Chance of so many failures or more among so many requests. */
  function chance(requests: number, share: number, least: number): number {
    // log of the binomial coefficient times both powers, from one number to the next
    let log = requests * Math.log(1 - share);
    let sum = 0;
    for (let failures = 0; failures <= requests; failures += 1) {
      if (failures >= least) sum += Math.exp(log);
      log += Math.log(((requests - failures) / (failures + 1)) * (share / (1 - share)));
    }
    return sum;
  }

  /** The largest chance, at any traffic, that one window burns too fast although nothing is wrong. */
  function worst(given: Objective, rate: number): number {
    const { availability, minimumBadRequests, burnRates } = resolveObjective(given);
    const share = firingShare(burnRates[rate]!, availability);
    const natural = availability.naturalPercent / 100;
    // the most requests of which so many failures are too many: with fewer of them, chance makes them less often
    const chances = Array.from({ length: 300 }, (_, more) => {
      const failures = minimumBadRequests + more;
      return chance(Math.ceil(failures / share) - 1, natural, failures);
    });
    return Math.max(...chances);
  }

  it.each(['uptime', 'reverse-proxy'] as const)('wakes nobody by chance: %s', (name) => {
    const objective = objectives[name]!;

    // windows of an hour and of six hours page, those of a day are a ticket
    expect(worst(objective, 0)).toBeLessThan(1e-6);
    expect(worst(objective, 1)).toBeLessThan(1e-6);
    expect(worst(objective, 2)).toBeLessThan(1e-3);
  });

  it('would wake somebody by chance with the goal of the others', () => {
    expect(worst({ naturalErrorPercent: 10 }, 1)).toBeGreaterThan(0.1);
  });
});

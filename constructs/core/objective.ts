import { type BurnRate, burnRateProblems, defaultBurnRates, type ErrorBudget } from './burn-rate';
import { known } from './known';
import { shown } from './validation';

/** How many answers must come how fast. */
export interface LatencyObjective {
  /** Share of the answers that must be in time, in percent: more than 0, less than 100. */
  readonly percent: number;

  /** What in time means, in seconds: 0.001 to 3600. */
  readonly seconds: number;
}

/** What a service promises, and from when on somebody is told that it does not. */
export interface Objective {
  /**
   * Share of the requests that must not end in a server error, in percent: more than 0, less than 100.
   *
   * @default 99.9
   */
  readonly availabilityPercent?: number;

  /**
   * How many answers must come how fast, or `false` for none. A service that speaks through sockets has none, since its
   * requests last as long as a visitor stays.
   *
   * @default { percent: 99, seconds: 1 }
   */
  readonly latency?: LatencyObjective | false;

  /**
   * Share of the requests that ends in a server error by the service's nature and is no news, in percent: 0 up to below
   * 100. It lifts every floor: what fires is this and the burn rate on top.
   *
   * @default 0
   */
  readonly naturalErrorPercent?: number;

  /**
   * Failed or slow requests within the long window below which nobody is told: one error in two requests at night is no
   * reason to get up. 1 to 1000000.
   *
   * @default 5
   */
  readonly minimumBadRequests?: number;

  /**
   * How fast the budget may be spent before somebody is told.
   *
   * @default - 14.4 times over an hour and 6 times over six hours page, 3 times over a day is a ticket
   */
  readonly burnRates?: readonly BurnRate[];
}

/** An objective with every default written. */
export interface ResolvedObjective {
  /** Share of the requests that may end in a server error. */
  readonly availability: ErrorBudget;

  /** Undefined where the service has no objective of latency. */
  readonly latency: (LatencyObjective & ErrorBudget) | undefined;

  /** Failed or slow requests within the long window below which nobody is told. */
  readonly minimumBadRequests: number;

  /** How fast each budget may be spent. */
  readonly burnRates: readonly BurnRate[];
}

/** An objective with every default written, for a service that may speak through sockets. */
export function resolveObjective(
  objective: Objective = {},
  service: { readonly sockets?: boolean } = {},
): ResolvedObjective {
  const { latency = { percent: 99, seconds: 1 } } = objective;
  return {
    availability: {
      goalPercent: objective.availabilityPercent ?? 99.9,
      naturalPercent: objective.naturalErrorPercent ?? 0,
    },
    latency:
      latency === false || service.sockets
        ? undefined
        : { ...latency, goalPercent: latency.percent, naturalPercent: 0 },
    minimumBadRequests: objective.minimumBadRequests ?? 5,
    burnRates: objective.burnRates ?? defaultBurnRates,
  };
}

/** Every problem of an objective; the sentences start with where it stands, for example `objectives.api: `. */
export function objectiveProblems(
  place: string,
  objective: Objective,
  service: { readonly sockets?: boolean } = {},
): string[] {
  const later = laterProblems(place, objective);
  if (later.length > 0) return later;
  const problems = [
    ...percentProblem(`${place}'availabilityPercent'`, objective.availabilityPercent),
    ...naturalProblem(place, objective.naturalErrorPercent),
    ...minimumProblem(place, objective.minimumBadRequests),
    ...latencyProblems(place, objective.latency, service.sockets ?? false),
  ];
  if (problems.length > 0) return problems;
  const { availability, latency, burnRates } = resolveObjective(objective, service);
  const ofAvailability = burnRateProblems(place, burnRates, availability);
  // the same sentence once, although two budgets may refuse it
  return ofAvailability.length > 0 || latency === undefined
    ? ofAvailability
    : burnRateProblems(`${place}'latency' and `, burnRates, latency);
}

/** Thresholds are computed at synthesis, and what stands for a number of Terraform would be computed with as it is. */
function laterProblems(place: string, value: object, path = ''): string[] {
  return Object.entries(value).flatMap(([key, one]: [string, unknown]) => {
    const inObject = path === '' ? key : `${path}.${key}`;
    const name = Array.isArray(value) ? `${path}[${key}]` : inObject;
    if (typeof one === 'object' && one !== null) return laterProblems(place, one, name);
    if (one === undefined || known(one)) return [];
    return [
      `${place}'${name}' must be known at synthesis, since thresholds are computed from it, got a value that only the deployment knows; write the number in the program`,
    ];
  });
}

function percentProblem(prop: string, value: number | undefined): string[] {
  if (!known(value) || (value > 0 && value < 100)) return [];
  const why = value >= 100 ? 'no budget would be left to spend' : 'nothing would ever break it';
  return [
    `${prop} must be more than 0 and less than 100, got ${shown(value)}: ${why}; 99.9 is usual`,
  ];
}

function naturalProblem(place: string, value: number | undefined): string[] {
  if (!known(value) || (value >= 0 && value < 100)) return [];
  return [
    `${place}'naturalErrorPercent' must be from 0 to below 100, got ${shown(value)}; write the share that fails on a good day`,
  ];
}

function minimumProblem(place: string, value: number | undefined): string[] {
  if (!known(value) || (Number.isInteger(value) && value >= 1 && value <= 1_000_000)) return [];
  return [
    `${place}'minimumBadRequests' must be a whole number from 1 to 1000000, got ${shown(value)}; leave it out for 5`,
  ];
}

function latencyProblems(
  place: string,
  latency: LatencyObjective | false | undefined,
  sockets: boolean,
): string[] {
  if (latency === undefined || latency === false) return [];
  if (sockets) {
    return [
      `${place}'latency' must be left out for a service that speaks through sockets, got ${shown(latency)}: a request there lasts as long as its visitor stays; leave it out`,
    ];
  }
  const { percent, seconds } = latency;
  const problems = percentProblem(`${place}'latency.percent'`, percent);
  if (known(seconds) && !(seconds >= 0.001 && seconds <= 3600)) {
    problems.push(
      `${place}'latency.seconds' must be from 0.001 to 3600, got ${shown(seconds)}; 1 is usual`,
    );
  }
  return problems;
}

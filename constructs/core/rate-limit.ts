import { known } from './known';
import { shown } from './validation';

/** How fast one client may ask. */
export interface ClientRate {
  /** Requests per second that a client may make for any length of time, 1 to 100000. */
  readonly requestsPerSecond: number;

  /** Requests that a client may make at once on top of that, 0 to 100000: a page with everything on it. */
  readonly burst: number;
}

/** How many requests one client may make before it is answered with 429. */
export class RateLimit {
  private constructor(
    /** The bound, or undefined where there is none. */
    public readonly rate: ClientRate | undefined,
  ) {}

  /**
   * The same bound for each client: an IPv4 address, or a /64 network of IPv6, since that is what one customer gets.
   *
   * @example
   * Route.path('/login', 'web', { rateLimit: RateLimit.perClient({ requestsPerSecond: 5, burst: 20 }) })
   */
  public static perClient(rate: ClientRate): RateLimit {
    return new RateLimit({ requestsPerSecond: rate.requestsPerSecond, burst: rate.burst });
  }

  /** No bound: for a measurement, or where a hop in front counts already. */
  public static off(): RateLimit {
    return new RateLimit(undefined);
  }
}

/** Every problem of a limit; the sentences start with where it stands. */
export function rateLimitProblems(place: string, { rate }: RateLimit): string[] {
  if (rate === undefined) return [];
  return [
    ...numberProblem(`${place}'rateLimit.requestsPerSecond'`, rate.requestsPerSecond, 1),
    ...numberProblem(`${place}'rateLimit.burst'`, rate.burst, 0),
  ];
}

function numberProblem(prop: string, value: number, min: number): string[] {
  if (!known(value) || (Number.isInteger(value) && value >= min && value <= 100_000)) return [];
  return [
    `${prop} must be a whole number from ${min} to 100000, got ${shown(value)}; choose one in between, or RateLimit.off()`,
  ];
}

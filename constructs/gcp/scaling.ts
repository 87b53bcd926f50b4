import { known } from '../core/known';
import { problemsOf, type Rule, shown } from '../core/validation';

/** Bounds of scaling by requests. */
export interface RequestScalingOptions {
  /**
   * Fewest instances. One is always warm and costs about 10 USD a month at 1 CPU and 512 MiB (vendor's page "Cloud Run
   * pricing", idle instances, 2026-11); 0 costs nothing at rest and makes the first request wait for a start.
   *
   * @default 1
   */
  readonly minInstances?: number;

  /**
   * Most instances: the upper bound of the bill. A rollout and a sudden rush may exceed it for a short time.
   *
   * @default 10
   */
  readonly maxInstances?: number;
}

/** How many instances of a service run. */
export class Scaling {
  private constructor(
    /** Instances at the least. */
    public readonly minInstances: number,
    /** Instances at the most. */
    public readonly maxInstances: number,
    /** Whether Cloud Run decides between the bounds, or the number is fixed. */
    public readonly mode: 'automatic' | 'manual',
  ) {}

  /**
   * Always the same number of instances. A rollout still runs the old and the new revision side by side for a moment, so
   * that even one instance is no lock.
   */
  public static fixed(instances: number): Scaling {
    return new Scaling(instances, instances, 'manual');
  }

  /** As many instances as the requests in progress need. */
  public static requests(options: RequestScalingOptions = {}): Scaling {
    return new Scaling(options.minInstances ?? 1, options.maxInstances ?? 10, 'automatic');
  }
}

/** Every problem of a scaling. */
export function scalingProblems(scaling: Scaling): string[] {
  return problemsOf(scaling, rules);
}

/** Instances that one service may have at the most. */
const mostInstances = 1000;

const rules: readonly Rule<Scaling>[] = [
  {
    broken: ({ minInstances }) =>
      known(minInstances) && (!Number.isInteger(minInstances) || minInstances < 0),
    message: ({ minInstances }) =>
      `'scaling' needs a whole number of instances, 0 or more, got ${shown(minInstances)}; use 0 to pay nothing at rest`,
  },
  {
    broken: ({ minInstances, mode }) => mode === 'manual' && minInstances === 0,
    message: () =>
      `'scaling' is fixed at 0 instances, so the service would answer nothing; use Scaling.requests({ minInstances: 0 })`,
  },
  {
    broken: ({ maxInstances }) =>
      known(maxInstances) &&
      (!Number.isInteger(maxInstances) || maxInstances < 1 || maxInstances > mostInstances),
    message: ({ maxInstances }) =>
      `'scaling' needs 'maxInstances' from 1 to ${mostInstances}, got ${shown(maxInstances)}; choose what the bill may grow to`,
  },
  {
    broken: ({ minInstances, maxInstances }) =>
      known(minInstances) && known(maxInstances) && maxInstances < minInstances,
    message: ({ minInstances, maxInstances }) =>
      `'scaling' needs 'maxInstances' of at least 'minInstances', got ${maxInstances} and ${minInstances}; raise 'maxInstances'`,
  },
];

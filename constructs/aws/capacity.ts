import type { EcsServiceCapacityProviderStrategy } from '@cdktf/provider-aws/lib/ecs-service';
import { known } from '../core/known';
import { problemsOf, type Rule, shown } from '../core/validation';
import { leastTasks, type Scaling } from './scaling';

/** Options of Capacity.spot. */
export interface SpotOptions {
  /**
   * Tasks that always run on ordinary capacity, before any runs on Spot. They are what is left when AWS takes all of
   * Spot back.
   *
   * @default 1
   */
  readonly onDemandBase?: number;

  /**
   * Share of ordinary capacity among the tasks above the base, against `spotWeight`. 0 to 1000.
   *
   * @default 0
   */
  readonly onDemandWeight?: number;

  /**
   * Share of Spot among the tasks above the base, against `onDemandWeight`. 1 to 1000.
   *
   * @default 1
   */
  readonly spotWeight?: number;
}

/**
 * What the tasks of a service run on. Spot costs up to 70 % less, and AWS takes it back with two minutes' notice.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html
 * @example
 * new FargateService(this, 'Web', { cluster, workload, capacity: Capacity.spot({ onDemandBase: 2, spotWeight: 3 }) });
 */
export class Capacity {
  private constructor(
    /** Tasks that always run on ordinary capacity, or undefined where none does. */
    public readonly onDemandBase: number | undefined,
    /** Share of ordinary capacity above the base. */
    public readonly onDemandWeight: number,
    /** Share of Spot above the base, or undefined where there is no Spot. */
    public readonly spotWeight: number | undefined,
  ) {}

  /** Ordinary capacity for every task. */
  public static onDemand(): Capacity {
    return new Capacity(0, 1, undefined);
  }

  /** Ordinary capacity for a base, and Spot for a share of what is above. */
  public static spot(options: SpotOptions = {}): Capacity {
    const { onDemandBase = 1, onDemandWeight = 0, spotWeight = 1 } = options;
    return new Capacity(onDemandBase, onDemandWeight, spotWeight);
  }

  /** Spot for every task, also for a single one: for what may be away until there is capacity again. */
  public static onlySpot(): Capacity {
    return new Capacity(undefined, 0, 1);
  }
}

/** Seconds between the stop signal and the kill that Fargate allows at the most. */
const longestStopSeconds = 120;

/**
 * Seconds from the stop signal to the kill for a workload that names none. A task on Spot is killed at that time and not
 * at the end of the notice, which is as long: what is left of a request has all of it.
 */
export function defaultShutdownSeconds({ spotWeight }: Capacity): number | undefined {
  return spotWeight === undefined ? undefined : longestStopSeconds;
}

/** Every problem of a capacity for so many tasks. */
export function capacityProblems(capacity: Capacity, scaling: Scaling): string[] {
  // what needs no base may have one task
  if (capacity.spotWeight === undefined || capacity.onDemandBase === undefined) return [];
  return problemsOf({ capacity, scaling }, rules);
}

/** The providers that the tasks are spread over, always named: a launch type could not be mixed with Spot later. */
export function capacityStrategy(capacity: Capacity): EcsServiceCapacityProviderStrategy[] {
  const { onDemandBase: base, onDemandWeight: weight, spotWeight } = capacity;
  return [
    ...(base === undefined ? [] : [{ capacityProvider: 'FARGATE', base, weight }]),
    ...(spotWeight === undefined
      ? []
      : [{ capacityProvider: 'FARGATE_SPOT', base: 0, weight: spotWeight }]),
  ];
}

interface Subject {
  readonly capacity: Capacity;
  readonly scaling: Scaling;
}

function range(
  prop: 'onDemandBase' | 'onDemandWeight' | 'spotWeight',
  [min, max]: readonly [number, number],
): Rule<Subject> {
  return {
    broken: ({ capacity: { [prop]: value } }) =>
      known(value) && (!Number.isInteger(value) || value < min || value > max),
    message: ({ capacity }) =>
      `'capacity' needs a whole '${prop}' from ${min} to ${max}, got ${shown(capacity[prop])}; choose one in between`,
  };
}

const rules: readonly Rule<Subject>[] = [
  range('onDemandBase', [0, 100000]),
  range('onDemandWeight', [0, 1000]),
  range('spotWeight', [1, 1000]),
  {
    broken: ({ scaling }) => known(leastTasks(scaling)) && leastTasks(scaling) < 2,
    message: ({ scaling }) =>
      `'capacity' is Spot, but 'scaling' keeps ${leastTasks(scaling)} task: its end would be the end of the service; keep 2, use Capacity.onDemand(), or Capacity.onlySpot() for what may be away`,
  },
  {
    broken: ({ capacity: { onDemandBase, onDemandWeight } }) =>
      onDemandBase === 0 && onDemandWeight === 0,
    message: () =>
      `'capacity' has neither 'onDemandBase' nor 'onDemandWeight', so that AWS may take every task back at once; keep a base of 1`,
  },
  {
    broken: ({ capacity: { onDemandBase }, scaling: { maxTasks } }) =>
      known(onDemandBase) && known(maxTasks) && maxTasks >= 2 && onDemandBase >= maxTasks,
    message: ({ capacity: { onDemandBase }, scaling: { maxTasks } }) =>
      `'capacity' has an 'onDemandBase' of ${onDemandBase}, which leaves no task for Spot with ${maxTasks} at the most; lower it or use Capacity.onDemand()`,
  },
];

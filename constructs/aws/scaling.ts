import { AppautoscalingPolicy } from '@cdktf/provider-aws/lib/appautoscaling-policy';
import { AppautoscalingTarget } from '@cdktf/provider-aws/lib/appautoscaling-target';
import type { Construct } from 'constructs';
import { known } from '../core/known';
import { problemsOf, type Rule, shown } from '../core/validation';
import { addSchedule, type ScheduledBounds, scheduleProblems } from './scaling-schedule';

/** Bounds and target of scaling by CPU. */
export interface CpuScalingOptions {
  /**
   * Fewest tasks. Two survive the loss of a zone.
   *
   * @default 2
   */
  readonly minTasks?: number;

  /**
   * Most tasks: the upper bound of the bill.
   *
   * @default 10
   */
  readonly maxTasks?: number;

  /**
   * Average CPU utilization to keep, in percent.
   *
   * @default 65
   */
  readonly targetPercent?: number;

  /**
   * Average memory utilization to keep, in percent, beside the CPU: whichever wants more tasks decides. For servers
   * that give memory back; one that keeps what it once had is never scaled in.
   *
   * @default - memory decides nothing
   */
  readonly memoryTargetPercent?: number;

  /**
   * Times at which other bounds begin to hold. `minTasks` and `maxTasks` then count for the first deployment only, and
   * Terraform leaves the bounds to the schedule.
   *
   * @default - the same bounds at all times
   */
  readonly schedule?: readonly ScheduledBounds[];
}

/** How many tasks of a service run. */
export class Scaling {
  private constructor(
    /** Tasks at the first deployment. */
    public readonly minTasks: number,
    /** Tasks at the most. */
    public readonly maxTasks: number,
    /** CPU utilization to keep in percent, or undefined for a fixed number of tasks. */
    public readonly targetPercent: number | undefined,
    /** Memory utilization to keep in percent, or undefined where memory decides nothing. */
    public readonly memoryTargetPercent: number | undefined,
    /** Times at which other bounds begin to hold. */
    public readonly schedule: readonly ScheduledBounds[],
  ) {}

  /** Always the same number of tasks. */
  public static fixed(tasks: number): Scaling {
    return new Scaling(tasks, tasks, undefined, undefined, []);
  }

  /** As many tasks as keep the average CPU utilization at a target. */
  public static cpu(options: CpuScalingOptions = {}): Scaling {
    const { minTasks = 2, maxTasks = 10, targetPercent = 65 } = options;
    const { memoryTargetPercent, schedule = [] } = options;
    return new Scaling(minTasks, maxTasks, targetPercent, memoryTargetPercent, schedule);
  }
}

/** Every problem of a scaling. */
export function scalingProblems(scaling: Scaling): string[] {
  const { schedule } = scaling;
  return [
    ...problemsOf(scaling, [...boundsRules, ...targetRules]),
    ...scheduleProblems(schedule),
    ...schedule.flatMap((time) => problemsOf(time, boundsRules)),
  ];
}

/** Fewest tasks at any time. */
export function leastTasks({ minTasks, schedule }: Scaling): number {
  const all = [minTasks, ...schedule.map((time) => time.minTasks)];
  return all.every(known) ? Math.min(...all) : minTasks;
}

/**
 * Lets Application Auto Scaling own the number of tasks. Scaling out waits 60 s for the new tasks to count, scaling in
 * 300 s, so that a short lull does not take away what the next minute needs.
 */
export function addScaling(
  scope: Construct,
  scaling: Scaling,
  names: { readonly cluster: string; readonly service: string },
): void {
  const { targetPercent, memoryTargetPercent, schedule } = scaling;
  if (targetPercent === undefined) return;
  const target = new AppautoscalingTarget(scope, 'ScalingTarget', {
    minCapacity: scaling.minTasks,
    maxCapacity: scaling.maxTasks,
    resourceId: `service/${names.cluster}/${names.service}`,
    scalableDimension: 'ecs:service:DesiredCount',
    serviceNamespace: 'ecs',
    // a plan in the afternoon would otherwise put back what the morning has changed
    ...(schedule.length === 0
      ? {}
      : { lifecycle: { ignoreChanges: ['min_capacity', 'max_capacity'] } }),
  });
  addTargetTracking(scope, target, 'cpu', targetPercent);
  if (memoryTargetPercent !== undefined) {
    addTargetTracking(scope, target, 'memory', memoryTargetPercent);
  }
  addSchedule(scope, target, schedule);
}

function addTargetTracking(
  scope: Construct,
  target: AppautoscalingTarget,
  name: 'cpu' | 'memory',
  targetValue: number,
): void {
  const { id, predefinedMetricType } = metrics[name];
  new AppautoscalingPolicy(scope, id, {
    name,
    policyType: 'TargetTrackingScaling',
    resourceId: target.resourceId,
    scalableDimension: target.scalableDimension,
    serviceNamespace: target.serviceNamespace,
    targetTrackingScalingPolicyConfiguration: {
      targetValue,
      scaleInCooldown: 300,
      scaleOutCooldown: 60,
      disableScaleIn: false,
      predefinedMetricSpecification: { predefinedMetricType },
    },
  });
}

const metrics = {
  cpu: { id: 'CpuScaling', predefinedMetricType: 'ECSServiceAverageCPUUtilization' },
  memory: { id: 'MemoryScaling', predefinedMetricType: 'ECSServiceAverageMemoryUtilization' },
} as const;

/** Quota of ECS for one service. */
const mostTasks = 5000;

const boundsRules: readonly Rule<Pick<Scaling, 'minTasks' | 'maxTasks'>>[] = [
  {
    broken: ({ minTasks }) => known(minTasks) && (!Number.isInteger(minTasks) || minTasks < 1),
    message: ({ minTasks }) =>
      `'scaling' must keep at least 1 task, got ${shown(minTasks)}; a service at 0 tasks never sees the CPU that would start one`,
  },
  {
    broken: ({ minTasks, maxTasks }) => known(minTasks) && known(maxTasks) && maxTasks < minTasks,
    message: ({ minTasks, maxTasks }) =>
      `'scaling' needs 'maxTasks' of at least 'minTasks', got ${maxTasks} and ${minTasks}; raise 'maxTasks'`,
  },
  {
    broken: ({ maxTasks }) =>
      known(maxTasks) && (!Number.isInteger(maxTasks) || maxTasks > mostTasks),
    message: ({ maxTasks }) =>
      `'scaling' may have at most ${mostTasks} tasks, in whole numbers, got ${shown(maxTasks)}; ECS runs no more for one service`,
  },
];

const targetRules: readonly Rule<Scaling>[] = [
  {
    broken: ({ targetPercent }) =>
      known(targetPercent) && !(targetPercent >= 10 && targetPercent <= 90),
    message: ({ targetPercent }) =>
      `'scaling' needs a 'targetPercent' from 10 to 90, got ${shown(targetPercent)}; 60 to 70 leaves room for the minute until new tasks serve`,
  },
  {
    broken: ({ memoryTargetPercent }) =>
      known(memoryTargetPercent) && (memoryTargetPercent < 10 || memoryTargetPercent > 90),
    message: ({ memoryTargetPercent }) =>
      `'scaling' needs a 'memoryTargetPercent' from 10 to 90, got ${shown(memoryTargetPercent)}; a task that is full is killed, so leave room`,
  },
];

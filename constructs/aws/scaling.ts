import { AppautoscalingTarget } from '@cdktf/provider-aws/lib/appautoscaling-target';
import type { Construct } from 'constructs';
import { known } from '../core/known';
import { problemsOf, type Rule, shown } from '../core/validation';
import type { Growing } from './growing';
import type { CountedRoute } from './load-balancer-target';
import { addRequestScaling } from './request-scaling';
import { addSchedule, type ScheduledBounds, scheduleProblems } from './scaling-schedule';
import { addTargetTracking } from './target-tracking';

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
   * Requests that each task gets in a minute, to keep, beside the CPU: whichever wants more tasks decides. A load balancer
   * counts them, each of its routes for itself, so that a service needs a route, and with several of them less than a
   * task can take. Not with a deployment that shifts traffic.
   *
   * @default - requests decide nothing
   * @see https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html
   */
  readonly taskRequestsPerMinute?: number;

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
    /** Requests in a minute to keep for each task, or undefined where requests decide nothing. */
    public readonly taskRequestsPerMinute: number | undefined,
    /** Times at which other bounds begin to hold. */
    public readonly schedule: readonly ScheduledBounds[],
  ) {}

  /** Always the same number of tasks. */
  public static fixed(tasks: number): Scaling {
    return new Scaling(tasks, tasks, undefined, undefined, undefined, []);
  }

  /** As many tasks as keep the average CPU utilization at a target. */
  public static cpu(options: CpuScalingOptions = {}): Scaling {
    const { minTasks = 2, maxTasks = 10, targetPercent = 65 } = options;
    const { memoryTargetPercent: memory, taskRequestsPerMinute: requests } = options;
    return new Scaling(minTasks, maxTasks, targetPercent, memory, requests, options.schedule ?? []);
  }
}

/** The service whose tasks are counted. */
export interface ScaledService {
  /** Discovery name. */
  readonly name: string;

  /** Name of the service in ECS. */
  readonly serviceName: string;

  /** Name of the cluster. */
  readonly clusterName: string;

  /** The routes that lead to it so far, and all that will. */
  readonly routes: Growing<CountedRoute>;
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
export function addScaling(scope: Construct, scaling: Scaling, service: ScaledService): void {
  const { targetPercent, memoryTargetPercent, taskRequestsPerMinute, schedule } = scaling;
  const { name, routes } = service;
  if (targetPercent === undefined) return;
  const target = new AppautoscalingTarget(scope, 'ScalingTarget', {
    minCapacity: scaling.minTasks,
    maxCapacity: scaling.maxTasks,
    resourceId: `service/${service.clusterName}/${service.serviceName}`,
    scalableDimension: 'ecs:service:DesiredCount',
    serviceNamespace: 'ecs',
    // a plan in the afternoon would otherwise put back what the morning has changed
    ...(schedule.length === 0
      ? {}
      : { lifecycle: { ignoreChanges: ['min_capacity', 'max_capacity'] } }),
  });
  addTargetTracking(scope, target, { ...metrics.cpu, targetValue: targetPercent });
  if (memoryTargetPercent !== undefined) {
    addTargetTracking(scope, target, { ...metrics.memory, targetValue: memoryTargetPercent });
  }
  if (taskRequestsPerMinute !== undefined) {
    addRequestScaling(scope, target, { name, targetValue: taskRequestsPerMinute, routes });
  }
  addSchedule(scope, target, schedule);
}

const metrics = {
  cpu: {
    id: 'CpuScaling',
    name: 'cpu',
    predefinedMetricType: 'ECSServiceAverageCPUUtilization',
  },
  memory: {
    id: 'MemoryScaling',
    name: 'memory',
    predefinedMetricType: 'ECSServiceAverageMemoryUtilization',
  },
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
  {
    broken: ({ taskRequestsPerMinute }) =>
      known(taskRequestsPerMinute) &&
      !(Number.isInteger(taskRequestsPerMinute) && taskRequestsPerMinute >= 1),
    message: ({ taskRequestsPerMinute }) =>
      `'scaling' needs a whole 'taskRequestsPerMinute' of at least 1, got ${shown(taskRequestsPerMinute)}; take what one task answers in a minute with room to spare`,
  },
];

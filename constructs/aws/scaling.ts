import { AppautoscalingPolicy } from '@cdktf/provider-aws/lib/appautoscaling-policy';
import { AppautoscalingTarget } from '@cdktf/provider-aws/lib/appautoscaling-target';
import type { Construct } from 'constructs';
import { known } from '../core/known';
import { problemsOf, type Rule, shown } from '../core/validation';

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
  ) {}

  /** Always the same number of tasks. */
  public static fixed(tasks: number): Scaling {
    return new Scaling(tasks, tasks, undefined);
  }

  /** As many tasks as keep the average CPU utilization at a target. */
  public static cpu(options: CpuScalingOptions = {}): Scaling {
    return new Scaling(options.minTasks ?? 2, options.maxTasks ?? 10, options.targetPercent ?? 65);
  }
}

/** Every problem of a scaling. */
export function scalingProblems(scaling: Scaling): string[] {
  return problemsOf(scaling, rules);
}

/**
 * Lets Application Auto Scaling own the number of tasks. Scaling out waits 60 s for the new tasks to count, scaling in
 * 300 s, so that a short lull does not take away what the next minute needs.
 */
export function addCpuScaling(
  scope: Construct,
  scaling: Scaling,
  names: { readonly cluster: string; readonly service: string },
): void {
  if (scaling.targetPercent === undefined) return;
  const target = new AppautoscalingTarget(scope, 'ScalingTarget', {
    minCapacity: scaling.minTasks,
    maxCapacity: scaling.maxTasks,
    resourceId: `service/${names.cluster}/${names.service}`,
    scalableDimension: 'ecs:service:DesiredCount',
    serviceNamespace: 'ecs',
  });
  new AppautoscalingPolicy(scope, 'CpuScaling', {
    name: 'cpu',
    policyType: 'TargetTrackingScaling',
    resourceId: target.resourceId,
    scalableDimension: target.scalableDimension,
    serviceNamespace: target.serviceNamespace,
    targetTrackingScalingPolicyConfiguration: {
      targetValue: scaling.targetPercent,
      scaleInCooldown: 300,
      scaleOutCooldown: 60,
      disableScaleIn: false,
      predefinedMetricSpecification: { predefinedMetricType: 'ECSServiceAverageCPUUtilization' },
    },
  });
}

/** Quota of ECS for one service. */
const mostTasks = 5000;

const rules: readonly Rule<Scaling>[] = [
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
  {
    broken: ({ targetPercent }) =>
      known(targetPercent) && (targetPercent < 10 || targetPercent > 90),
    message: ({ targetPercent }) =>
      `'scaling' needs a 'targetPercent' from 10 to 90, got ${shown(targetPercent)}; 60 to 70 leaves room for the minute until new tasks serve`,
  },
];

import type { AppautoscalingTarget } from '@cdktf/provider-aws/lib/appautoscaling-target';
import type { Construct } from 'constructs';
import { pascalCase } from '../core/naming';
import type { Deployment } from './deployment';
import type { Growing } from './growing';
import type { CountedRoute } from './load-balancer-target';
import type { Scaling } from './scaling';
import { addTargetTracking } from './target-tracking';

/** What a policy for each route is made of. */
export interface RequestScaling {
  /** Discovery name of the service. */
  readonly name: string;

  /** Requests of one route that a task may get in a minute. */
  readonly targetValue: number;

  /** The routes that lead to the service so far, and all that will. */
  readonly routes: Growing<CountedRoute>;
}

/** Scales by the requests of each route, whenever it comes; with none at all the synthesis fails. */
export function addRequestScaling(
  scope: Construct,
  target: AppautoscalingTarget,
  { name, targetValue, routes }: RequestScaling,
): void {
  let counted = 0;
  routes.forEach((route) => {
    counted += 1;
    addTargetTracking(scope, target, {
      id: `RequestScaling${pascalCase(route.name)}`,
      name: `requests-${route.name}`,
      targetValue,
      predefinedMetricType: 'ALBRequestCountPerTarget',
      resourceLabel: route.resourceLabel,
    });
  });
  scope.node.addValidation({
    validate: () =>
      counted > 0
        ? []
        : [
            `'scaling' of '${name}' has 'taskRequestsPerMinute', but no route of a load balancer leads to it, so that nobody counts; add one, or scale by the CPU alone`,
          ],
  });
}

/**
 * A policy names one target group, and a deployment that shifts traffic takes turns with two.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html
 */
export function requestScalingProblems(
  { taskRequestsPerMinute }: Scaling,
  { shiftsTraffic, choice }: Deployment,
): string[] {
  if (taskRequestsPerMinute === undefined || !shiftsTraffic) return [];
  return [
    `'scaling' has 'taskRequestsPerMinute', which counts the requests of one target group, but 'deployment' is ${choice.kind} and takes turns with two; use Deployment.rolling(), or scale by the CPU alone`,
  ];
}

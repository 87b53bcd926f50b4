import type { EcsServiceLoadBalancer } from '@cdktf/provider-aws/lib/ecs-service';
import type {
  LbListenerRule,
  LbListenerRuleConfig,
} from '@cdktf/provider-aws/lib/lb-listener-rule';
import type { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import { dependable } from 'cdktf';
import type { InfrastructureRole } from './infrastructure-role';
import type { TrafficShift } from './load-balancer-target';

/**
 * Where a rule leads: to the one target group, or to both with all requests on the first. From the first deployment on,
 * the weights of two groups belong to ECS. Where a group is replaced, so is the rule: what is ignored is not updated.
 */
export function forwardTo(
  primary: LbTargetGroup,
  alternate: LbTargetGroup | undefined,
): Pick<LbListenerRuleConfig, 'action' | 'lifecycle'> {
  if (!alternate) return { action: [{ type: 'forward', targetGroupArn: primary.arn }] };
  const targetGroup = [
    { arn: primary.arn, weight: 1 },
    { arn: alternate.arn, weight: 0 },
  ];
  const stickiness = { enabled: false, duration: 3600 };
  return {
    action: [{ type: 'forward', forward: { targetGroup, stickiness } }],
    lifecycle: {
      ignoreChanges: ['action'],
      replaceTriggeredBy: [primary, alternate].map((group) => `${dependable(group)}.arn`),
    },
  };
}

/** What a service must know to let ECS shift its traffic, or undefined where there is one target group. */
export function shiftOf(
  rule: LbListenerRule,
  alternate: LbTargetGroup | undefined,
): TrafficShift | undefined {
  return alternate && { alternateTargetGroupArn: alternate.arn, productionRuleArn: rule.arn };
}

/** The part of a service's registration that needs version 6.4 of the provider; nothing without a second group. */
export function advancedConfiguration(
  shift: TrafficShift | undefined,
  role: InfrastructureRole | undefined,
): Pick<EcsServiceLoadBalancer, 'advancedConfiguration'> {
  if (!shift || !role) return {};
  return {
    advancedConfiguration: {
      alternateTargetGroupArn: shift.alternateTargetGroupArn,
      productionListenerRule: shift.productionRuleArn,
      roleArn: role.arn,
    },
  };
}

/** What is wrong with a registration of a service whose deployments shift traffic, or do not. */
export function registrationProblems(
  name: string,
  shiftsTraffic: boolean,
  shift: TrafficShift | undefined,
): string[] {
  if (shiftsTraffic === (shift !== undefined)) return [];
  return shiftsTraffic
    ? [
        `'deployment' of '${name}' shifts traffic, but its balancer has one target group for it; use LoadBalancer.addRoute or Deployment.rolling()`,
      ]
    : [
        `'deployment' of '${name}' is rolling, but its balancer brings a second target group; use Deployment.blueGreen() or one group`,
      ];
}

/** What is wrong with a service that nobody ever registered, although its deployments shift traffic. */
export function unroutedProblems(name: string, shiftsTraffic: boolean, routes: number): string[] {
  if (!shiftsTraffic || routes > 0) return [];
  return [
    `'deployment' of '${name}' shifts traffic, but no route of a load balancer leads to it; add one, or use Deployment.rolling()`,
  ];
}

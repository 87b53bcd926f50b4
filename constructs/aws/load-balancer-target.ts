import type { ITerraformDependable } from 'cdktf';

/** The second place of a service's tasks, and the rule whose weights decide between the two. */
export interface TrafficShift {
  /** ARN of the target group that new tasks join while old ones serve. */
  readonly alternateTargetGroupArn: string;

  /** ARN of the listener rule that leads to both groups; ECS changes its weights. */
  readonly productionRuleArn: string;
}

/** A route to a service, as whatever scales the service must know it. */
export interface CountedRoute {
  /** What no other route in the app is called, in letters, digits and hyphens. */
  readonly name: string;

  /** What its requests are counted by: `app/<balancer>/<id>/targetgroup/<group>/<id>`. */
  readonly resourceLabel: string;
}

/** What a load balancer must know about a service to send requests to it. */
export interface LoadBalancerTarget {
  /** Discovery name of the service, kebab-case: it names the rules and the target group. */
  readonly name: string;

  /** Port that the service serves on. */
  readonly port: number;

  /** Path that answers 200 while the service can serve. */
  readonly healthPath: string;

  /** Seconds between two probes. */
  readonly healthIntervalSeconds: number;

  /** Probes in a row that must fail before a task gets no more requests. */
  readonly failuresToUnhealthy: number;

  /** Seconds from the stop signal to the kill: draining never takes longer. */
  readonly shutdownSeconds: number;

  /** Seconds after which the service itself closes an idle connection: the balancer must close earlier. */
  readonly keepAliveSeconds: number;

  /** Security group of the service's tasks. */
  readonly securityGroupId: string;

  /**
   * Whether a deployment moves the requests from one target group to another: each route then has two.
   *
   * @default false
   */
  readonly shiftsTraffic?: boolean;

  /**
   * Called once per route: registers the service's tasks in a target group.
   *
   * @param targetGroupArn target group that the tasks join, on `port`
   * @param dependsOn what must exist before the tasks do: ECS refuses a target group that no listener uses
   * @param shift the second target group, where the target `shiftsTraffic`
   * @param counted where the requests are counted, unless two target groups take turns
   */
  attachTargetGroup(
    targetGroupArn: string,
    dependsOn: ITerraformDependable[],
    shift?: TrafficShift,
    counted?: CountedRoute,
  ): void;
}

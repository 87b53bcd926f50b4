import { LbListenerRule } from '@cdktf/provider-aws/lib/lb-listener-rule';
import {
  LbTargetGroup,
  type LbTargetGroupHealthCheck,
} from '@cdktf/provider-aws/lib/lb-target-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { createHash } from 'node:crypto';
import { known } from '../core/known';
import { constructId, pascalCase } from '../core/naming';
import { type Route, routeLabel } from '../core/route';
import { throwProblems } from '../core/validation';
import { priorityOf } from './listener-priority';
import { addRouteProblems } from './listener-route-rules';
import { Growing } from './growing';
import type { CountedRoute, LoadBalancerTarget } from './load-balancer-target';
import { forwardTo, shiftOf } from './traffic-shift';
import type { WatchedRoute } from './watched';

/**
 * Longest draining of a target group: on Spot it must take less than two minutes.
 *
 * @see https://repost.aws/knowledge-center/fargate-spot-termination-notice
 */
const longestDrainSeconds = 110;

/** A route as a load balancer takes it: with a target of its own, or of a declaration. */
export type AnyRoute = Route<undefined> | Route;

/** Options of addRoute. */
export interface AddRouteOptions {
  /**
   * Number that decides between rules that fit one request, 1 to 50000, lowest first.
   *
   * @default - computed from the route alone: a host before none, a deeper path before a shallower one
   */
  readonly priority?: number;

  /**
   * Seconds that requests in flight may still take when a task leaves, 0 to 3600, and never more than its
   * `shutdownSeconds`. Fewer make deployments faster.
   *
   * @default - as long as the task lives after the stop signal, 110 at the most
   */
  readonly drainSeconds?: number;

  /**
   * Seconds for which a browser is led to the task that it met first, by a cookie, 1 to 604800: for servers that keep
   * something of a browser in memory. Such a task's end loses it all the same.
   *
   * @default - every request goes to any task
   */
  readonly stickySeconds?: number;
}

/** A route of a load balancer. */
export interface LoadBalancerRoute {
  /** Priority of the listener rule. */
  readonly priority: number;

  /** The last part of the target group's ARN, which its metrics are named by. */
  readonly targetGroupArnSuffix: string;

  /** The raw target group, to override what the options do not offer. */
  readonly targetGroup: LbTargetGroup;

  /** The raw second target group of a target whose deployments shift traffic; it has metrics of its own. */
  readonly alternateTargetGroup: LbTargetGroup | undefined;

  /** The raw listener rule. */
  readonly rule: LbListenerRule;
}

/** Props of ListenerRoutes. */
export interface ListenerRoutesProps {
  /** Id of the VPC of the targets. */
  readonly vpcId: string;

  /** ARN of the listener that gets the rules. */
  readonly listenerArn: string;

  /** The last part of the balancer's ARN, which its metrics are named by: `app/<name>/<id>`. */
  readonly arnSuffix: string;

  /** Security group of the balancer. */
  readonly securityGroupId: string;

  /** Seconds after which the balancer closes an idle connection. */
  readonly idleTimeoutSeconds: number;

  /** Host names that lead to the balancer, or undefined where that is not known. */
  readonly hostNames: readonly string[] | undefined;
}

/** What a balancer has so far; a new route is checked against it. */
export interface RouteBook {
  /** Label of each route by its priority. */
  readonly labels: ReadonlyMap<number, string>;

  /** Number of routes of each target. */
  readonly targets: ReadonlyMap<LoadBalancerTarget, number>;
}

/**
 * The rules of one listener and what stands behind them. Rules, target groups and security-group rules are resources of
 * their own with ids and priorities that follow from the route alone, so that the order of calls leaves no trace.
 */
export class ListenerRoutes extends Construct {
  /** Every route with its target groups, for whoever watches them. */
  public readonly added = new Growing<WatchedRoute>();

  private readonly labels = new Map<number, string>();
  private readonly targets = new Map<LoadBalancerTarget, number>();
  private readonly opened = new Map<LoadBalancerTarget, ITerraformDependable[]>();

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ListenerRoutesProps,
  ) {
    super(scope, id);
  }

  /**
   * Sends the requests of a route to a target.
   *
   * @throws ValidationError when an ALB cannot do what the route asks for, or the route clashes with another
   */
  public add(
    route: AnyRoute,
    target: LoadBalancerTarget,
    options: AddRouteOptions,
  ): LoadBalancerRoute {
    const { priority = priorityOf(route) } = options;
    const book: RouteBook = { labels: this.labels, targets: this.targets };
    throwProblems(
      this,
      addRouteProblems({ ...this.props, ...options, route, target, priority, book }),
    );
    this.labels.set(priority, routeLabel(route));
    this.targets.set(target, (this.targets.get(target) ?? 0) + 1);

    const place = new Construct(this, idOf(route));
    const targetGroup = this.createTargetGroup(place, 'TargetGroup', target, options);
    const alternateTargetGroup =
      target.shiftsTraffic === true
        ? this.createTargetGroup(place, 'AlternateTargetGroup', target, options)
        : undefined;
    const rule = new LbListenerRule(place, 'Rule', {
      listenerArn: this.props.listenerArn,
      priority,
      condition: conditionsOf(route),
      ...forwardTo(targetGroup, alternateTargetGroup),
      tags: { Name: routeLabel(route) },
      // whoever waits for the rule can be reached through it
      dependsOn: this.open(target),
    });
    const { arnSuffix: targetGroupArnSuffix } = targetGroup;
    target.attachTargetGroup(
      targetGroup.arn,
      [rule],
      shiftOf(rule, alternateTargetGroup),
      alternateTargetGroup ? undefined : this.counted(place, route, targetGroup),
    );
    const groups = [targetGroup, ...(alternateTargetGroup ? [alternateTargetGroup] : [])];
    this.added.add({ target, groups });
    return { priority, targetGroupArnSuffix, targetGroup, alternateTargetGroup, rule };
  }

  /** The path tells routes of several balancers apart that lead to one service. */
  private counted(place: Construct, route: AnyRoute, { arnSuffix }: LbTargetGroup): CountedRoute {
    const words = wordsOf(route).replaceAll(' ', '-').toLowerCase();
    return {
      name: `${words}-${place.node.addr.slice(-8)}`,
      resourceLabel: `${this.props.arnSuffix}/${arnSuffix}`,
    };
  }

  private createTargetGroup(
    scope: Construct,
    id: string,
    target: LoadBalancerTarget,
    { drainSeconds = defaultDrainSeconds(target), stickySeconds }: AddRouteOptions,
  ): LbTargetGroup {
    return new LbTargetGroup(scope, id, {
      // generated, so that a new group can stand beside the old one, which is in use until the rule has moved
      namePrefix: `${target.name.slice(0, 5).replace(/-+$/, '')}-`,
      targetType: 'ip',
      ipAddressType: 'ipv4',
      vpcId: this.props.vpcId,
      port: target.port,
      protocol: 'HTTP',
      protocolVersion: 'HTTP1',
      deregistrationDelay: String(drainSeconds),
      slowStart: 0,
      loadBalancingAlgorithmType: 'round_robin',
      loadBalancingAnomalyMitigation: 'off',
      loadBalancingCrossZoneEnabled: 'use_load_balancer_configuration',
      stickiness: {
        enabled: stickySeconds !== undefined,
        type: 'lb_cookie',
        cookieDuration: stickySeconds ?? 86400,
      },
      healthCheck: healthCheckOf(target),
      tags: { Name: target.name },
      lifecycle: { createBeforeDestroy: true },
    });
  }

  /** Opens the target's port to the balancer, at both ends; once for all routes of a target. */
  private open(target: LoadBalancerTarget): ITerraformDependable[] {
    const before = this.opened.get(target);
    if (before) return before;
    const { securityGroupId } = this.props;
    const id = constructId(target.name);
    const common = { ipProtocol: 'tcp', fromPort: target.port, toPort: target.port };
    const rules = [
      new VpcSecurityGroupEgressRule(this, `To${id}`, {
        ...common,
        securityGroupId,
        referencedSecurityGroupId: target.securityGroupId,
        description: `The balancer calls ${target.name}`,
        tags: { Name: `balancer-to-${target.name}` },
      }),
      new VpcSecurityGroupIngressRule(this, `At${id}`, {
        ...common,
        securityGroupId: target.securityGroupId,
        referencedSecurityGroupId: securityGroupId,
        description: `${target.name} is called by the balancer`,
        tags: { Name: `${target.name}-from-balancer` },
      }),
    ];
    this.opened.set(target, rules);
    return rules;
  }
}

function healthCheckOf({
  healthPath,
  healthIntervalSeconds,
  failuresToUnhealthy,
}: LoadBalancerTarget): LbTargetGroupHealthCheck {
  return {
    enabled: true,
    protocol: 'HTTP',
    port: 'traffic-port',
    path: healthPath,
    matcher: '200',
    interval: healthIntervalSeconds,
    timeout: Math.min(5, healthIntervalSeconds - 1),
    healthyThreshold: 2,
    unhealthyThreshold: Math.min(10, Math.max(2, failuresToUnhealthy)),
  };
}

/** Never longer than the target lives after the stop signal, and ended before the two minutes' notice of Spot is. */
function defaultDrainSeconds({ shutdownSeconds }: LoadBalancerTarget): number {
  return known(shutdownSeconds) ? Math.min(shutdownSeconds, longestDrainSeconds) : shutdownSeconds;
}

/** The hash tells apart what the readable part does not: `/a/b` and `/a-b`. */
function idOf(route: AnyRoute): string {
  const hash = createHash('sha256').update(routeLabel(route)).digest('hex').slice(0, 8);
  return `Route${pascalCase(wordsOf(route))}${hash}`;
}

function wordsOf(route: AnyRoute): string {
  const words = routeLabel(route).replace(/[^A-Za-z0-9]+/g, ' ');
  return words.trim() || 'root';
}

function conditionsOf({ path, host }: AnyRoute) {
  const values = path === '/' ? ['/*'] : [path, `${path}/*`];
  const paths = { pathPattern: { values } };
  return host === undefined ? [paths] : [{ hostHeader: { values: [host] } }, paths];
}

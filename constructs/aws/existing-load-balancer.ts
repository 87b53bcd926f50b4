import { Construct } from 'constructs';
import { known } from '../core/known';
import { problemsOf, type Rule, shown, throwProblems } from '../core/validation';
import {
  type AddRouteOptions,
  type AnyRoute,
  ListenerRoutes,
  type LoadBalancerRoute,
} from './listener-routes';
import type { ILoadBalancer } from './load-balancer';
import type { LoadBalancerTarget } from './load-balancer-target';
import type { INetwork } from './network';

/** Props of LoadBalancer.fromListener. */
export interface ExistingLoadBalancerProps {
  /** Network of the balancer and its targets. */
  readonly network: INetwork;

  /** ARN of the HTTPS listener that gets the rules. */
  readonly httpsListenerArn: string;

  /** Security group of the balancer, which gets a rule out to each target. */
  readonly securityGroupId: string;

  /**
   * Seconds after which the balancer closes an idle connection, as it is set up.
   *
   * @default 60
   */
  readonly idleTimeoutSeconds?: number;
}

/** A load balancer that exists: only rules are added to its listener. */
export class ExistingLoadBalancer extends Construct implements ILoadBalancer {
  /** ARN of the listener that gets the routes. */
  public readonly listenerArn: string;

  /** Security group of the balancer. */
  public readonly securityGroupId: string;

  private readonly routes: ListenerRoutes;

  constructor(scope: Construct, id: string, props: ExistingLoadBalancerProps) {
    super(scope, id);
    throwProblems(this, problemsOf(props, rules));

    this.listenerArn = props.httpsListenerArn;
    this.securityGroupId = props.securityGroupId;
    this.routes = new ListenerRoutes(this, 'Routes', {
      vpcId: props.network.vpcId,
      listenerArn: props.httpsListenerArn,
      securityGroupId: props.securityGroupId,
      idleTimeoutSeconds: props.idleTimeoutSeconds ?? 60,
      hostNames: undefined,
    });
  }

  /**
   * Sends the requests of a route to a service. May be called at any time and in any order.
   *
   * @throws ValidationError when a balancer cannot do what the route asks for, or the route clashes with another
   */
  public addRoute(
    route: AnyRoute,
    target: LoadBalancerTarget,
    options: AddRouteOptions = {},
  ): LoadBalancerRoute {
    return this.routes.add(route, target, options);
  }
}

const rules: readonly Rule<ExistingLoadBalancerProps>[] = [
  {
    broken: ({ httpsListenerArn: arn }) =>
      known(arn) && !/^arn:[a-z-]+:elasticloadbalancing:.+:listener\/app\/.+$/.test(arn),
    message: ({ httpsListenerArn }) =>
      `'httpsListenerArn' must be the ARN of a listener of an application load balancer, got ${shown(httpsListenerArn)}; copy it from the listener, not from the balancer`,
  },
  {
    broken: ({ securityGroupId }) =>
      known(securityGroupId) && !/^sg-[0-9a-f]+$/.test(securityGroupId),
    message: ({ securityGroupId }) =>
      `'securityGroupId' must be the id of a security group, got ${shown(securityGroupId)}; use for example 'sg-0123456789abcdef0'`,
  },
];

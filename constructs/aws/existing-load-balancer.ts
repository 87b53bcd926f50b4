import { LbListenerCertificate } from '@cdktf/provider-aws/lib/lb-listener-certificate';
import { Fn, TerraformStack, Token } from 'cdktf';
import { Construct } from 'constructs';
import { known } from '../core/known';
import { problemsOf, type Rule, shown, throwProblems } from '../core/validation';
import { arnProblems } from './arn';
import { Certificate, type Domain, domainProblems } from './certificate';
import { createAliases, publicZone } from './domain-entrance';
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

  /**
   * DNS name of the balancer, for the records of `domain`.
   *
   * @default - no record can lead to it
   */
  readonly dnsName?: string;

  /**
   * Id of the zone that AWS keeps `dnsName` in, which is not a zone of yours: the `zone_id` of the balancer.
   *
   * @default - no record can lead to it
   */
  readonly dnsZoneId?: string;

  /**
   * Host names that this stack brings along: their certificate joins the listener, and their records lead to the
   * balancer. It needs `dnsName` and `dnsZoneId`.
   *
   * @default - only the names that lead to the balancer already
   */
  readonly domain?: Domain;
}

/**
 * A load balancer that exists: rules are added to its listener, and with `domain` a certificate; nothing else of it is
 * touched, and nothing is looked up.
 */
export class ExistingLoadBalancer extends Construct implements ILoadBalancer {
  /** ARN of the listener that gets the routes. */
  public readonly listenerArn: string;

  /** Security group of the balancer. */
  public readonly securityGroupId: string;

  private readonly routes: ListenerRoutes;

  constructor(scope: Construct, id: string, props: ExistingLoadBalancerProps) {
    super(scope, id);
    throwProblems(this, [
      ...arnProblems(this, [givenListener(props.httpsListenerArn)]),
      ...problemsOf(props, rules),
      ...(props.domain === undefined ? [] : domainProblems(props.domain)),
      ...importedTwiceProblems(this, props.httpsListenerArn),
    ]);

    this.listenerArn = props.httpsListenerArn;
    this.securityGroupId = props.securityGroupId;
    this.routes = new ListenerRoutes(this, 'Routes', {
      vpcId: props.network.vpcId,
      listenerArn: props.httpsListenerArn,
      arnSuffix: balancerOf(props.httpsListenerArn),
      securityGroupId: props.securityGroupId,
      idleTimeoutSeconds: props.idleTimeoutSeconds ?? 60,
      hostNames: undefined,
    });
    if (props.domain) this.bringAlong(props.domain, props);
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

  private bringAlong(domain: Domain, { dnsName, dnsZoneId }: ExistingLoadBalancerProps): void {
    const zoneId = publicZone(this, domain);
    const certificate = new Certificate(this, 'Certificate', {
      hostName: domain.name,
      alternativeNames: domain.alternativeNames ?? [],
      zoneId,
    });
    new LbListenerCertificate(this, 'ListenerCertificate', {
      listenerArn: this.listenerArn,
      certificateArn: certificate.certificateArn,
    });
    // a rule demands both with a domain
    const target = { name: dnsName ?? '', zoneId: dnsZoneId ?? '' };
    createAliases(this, domain, { zoneId, target, ipv6: false });
  }
}

/** The balancer's part of a listener's ARN: `app/<name>/<id>` of `…:listener/app/<name>/<id>/<listener>`. */
function balancerOf(listenerArn: string): string {
  return known(listenerArn)
    ? listenerArn.split('/').slice(1, 4).join('/')
    : Fn.join('/', Token.asList(Fn.slice(Fn.split('/', listenerArn), 1, 4)));
}

function givenListener(arn: string) {
  return {
    prop: 'httpsListenerArn',
    arn,
    thing: 'a listener of an application load balancer, not of the balancer itself,',
    service: 'elasticloadbalancing',
    resource: /^listener\/app\/[\w-]+\/[0-9a-f]+\/[0-9a-f]+$/,
    example: 'listener/app/shared/0123456789abcdef/0123456789abcdef',
  };
}

/** Two imports would not see each other's priorities. */
function importedTwiceProblems(scope: ExistingLoadBalancer, arn: string): string[] {
  const others = TerraformStack.of(scope)
    .node.findAll()
    .filter((one): one is ExistingLoadBalancer => one instanceof ExistingLoadBalancer);
  const before = others.find(({ listenerArn }) => listenerArn === arn);
  if (!before) return [];
  return [
    `'httpsListenerArn' is imported by '${before.node.path}' already, got ${shown(arn)} again; add the routes to that one, so that their priorities are compared`,
  ];
}

const rules: readonly Rule<ExistingLoadBalancerProps>[] = [
  {
    broken: ({ securityGroupId }) =>
      known(securityGroupId) && !/^sg-[0-9a-f]+$/.test(securityGroupId),
    message: ({ securityGroupId }) =>
      `'securityGroupId' must be the id of a security group, got ${shown(securityGroupId)}; use for example 'sg-0123456789abcdef0'`,
  },
  {
    broken: ({ dnsName }) => known(dnsName) && !/^[a-z0-9.-]+\.elb\.[a-z0-9.-]+$/i.test(dnsName),
    message: ({ dnsName }) =>
      `'dnsName' must be the name that AWS gave the balancer, got ${shown(dnsName)}; use for example 'shared-1234567890.eu-west-1.elb.amazonaws.com'`,
  },
  {
    broken: ({ dnsZoneId }) => known(dnsZoneId) && !/^Z[0-9A-Z]{1,31}$/.test(dnsZoneId),
    message: ({ dnsZoneId }) =>
      `'dnsZoneId' must be the id of the zone that AWS keeps the balancer's name in, got ${shown(dnsZoneId)}; copy the balancer's 'zone_id', for example 'Z32O12XQLNTSW2'`,
  },
  {
    broken: ({ domain, dnsName, dnsZoneId }) =>
      domain !== undefined && (dnsName === undefined || dnsZoneId === undefined),
    message: ({ domain }) =>
      `'domain' needs 'dnsName' and 'dnsZoneId', or its records would lead nowhere, got ${shown(domain?.name)} alone; copy both from the balancer`,
  },
];

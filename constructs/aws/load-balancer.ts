import { DataAwsRoute53Zone } from '@cdktf/provider-aws/lib/data-aws-route53-zone';
import { Lb } from '@cdktf/provider-aws/lib/lb';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { Construct } from 'constructs';
import { pascalCase } from '../core/naming';
import { throwProblems } from '../core/validation';
import { AccessLogs } from './access-logs';
import { Certificate, type Domain, hostNamesOf } from './certificate';
import { ExistingLoadBalancer, type ExistingLoadBalancerProps } from './existing-load-balancer';
import {
  type AddRouteOptions,
  type AnyRoute,
  type LoadBalancerRoute,
  ListenerRoutes,
} from './listener-routes';
import { Listeners, type TlsPolicy } from './listeners';
import { loadBalancerProblems, resolveLoadBalancer, type Settings } from './load-balancer-rules';
import type { LoadBalancerTarget } from './load-balancer-target';
import type { INetwork } from './network';

/** A load balancer that routes can be added to: a new one, or one that exists. */
export interface ILoadBalancer {
  /** ARN of the HTTPS listener. */
  readonly httpsListenerArn: string;

  /** Security group of the balancer. */
  readonly securityGroupId: string;

  /**
   * Sends the requests of a route to a service. May be called at any time and in any order.
   *
   * @throws ValidationError when a balancer cannot do what the route asks for, or the route clashes with another
   */
  addRoute(
    route: AnyRoute,
    target: LoadBalancerTarget,
    options?: AddRouteOptions,
  ): LoadBalancerRoute;
}

/** Props of LoadBalancer. */
export interface LoadBalancerProps {
  /** Network whose public subnets the balancer stands in. */
  readonly network: INetwork;

  /** Name of the environment, for example `prod`; it starts every cloud name. */
  readonly environment: string;

  /** Where the public finds it: certificate and DNS records are made for it. */
  readonly domain: Domain;

  /**
   * What the balancer is called: `<environment>-<name>`. Changing it replaces the balancer.
   *
   * @default 'public'
   */
  readonly name?: string;

  /**
   * Days that the access logs are kept, 1 to 3650.
   *
   * @default 90
   */
  readonly accessLogRetentionDays?: number;

  /**
   * Seconds after which the balancer closes an idle connection, 1 to 4000. It must be below every target's own timeout,
   * or clients see 502s.
   *
   * @default 60
   */
  readonly idleTimeoutSeconds?: number;

  /**
   * Makes AWS refuse to delete the balancer. Where it is `false`, a destroy deletes the access logs too.
   *
   * @default true
   */
  readonly deletionProtection?: boolean;

  /**
   * What a client may negotiate. The default is TLS 1.2 and 1.3, with key exchange that withstands quantum computers.
   *
   * @default 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09'
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
   */
  readonly tlsPolicy?: TlsPolicy;

  /**
   * Answers over IPv6 too. The public subnets must have IPv6 ranges.
   *
   * @default false
   */
  readonly dualStack?: boolean;
}

/**
 * The one entrance from the internet, shared by all services of an environment.
 *
 * Creates: application load balancer, HTTPS and redirecting HTTP listener, security group, certificate, DNS records,
 * bucket for the access logs; per route a target group, a listener rule and the security-group rules. About 16.43 USD a
 * month, 5.84 per unit of load and 3.65 per zone for its address (vendor's pages "Elastic Load Balancing pricing" and
 * "Amazon VPC pricing", us-east-1, 2026-06).
 *
 * Safe by default: HTTPS only, unknown paths end here with 404, malformed headers are dropped, out of it only goes what
 * a route opened, every request is noted, it cannot be deleted.
 *
 * @example
 * const loadBalancer = new LoadBalancer(this, 'LoadBalancer', {
 *   network,
 *   environment: 'prod',
 *   domain: { name: 'app.example.org', zoneName: 'example.org' },
 * });
 * loadBalancer.addRoute(Route.path('/'), web);
 */
export class LoadBalancer extends Construct implements ILoadBalancer {
  /** DNS name that AWS gave the balancer. */
  public readonly dnsName: string;

  /** ARN of the balancer. */
  public readonly arn: string;

  /** The last part of the ARN, which the balancer's metrics are named by. */
  public readonly arnSuffix: string;

  /** ARN of the HTTPS listener. */
  public readonly httpsListenerArn: string;

  /** Security group of the balancer. */
  public readonly securityGroupId: string;

  /** URL that the public uses. */
  public readonly url: string;

  /** The raw load balancer, to override what the props do not offer. */
  public readonly resource: Lb;

  private readonly routes: ListenerRoutes;

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);
    const settings = resolveLoadBalancer(props);
    throwProblems(this, loadBalancerProblems(settings));

    const { domain, network } = settings;
    const zone = new DataAwsRoute53Zone(this, 'Zone', {
      name: domain.zoneName,
      privateZone: false,
    });
    const certificate = new Certificate(this, 'Certificate', {
      hostName: domain.name,
      alternativeNames: domain.alternativeNames ?? [],
      zoneId: zone.zoneId,
    });
    const securityGroup = this.createSecurityGroup(settings);
    const balancer = this.createBalancer(settings, securityGroup.id);
    const listeners = new Listeners(this, 'Listeners', {
      loadBalancerArn: balancer.arn,
      name: settings.cloudName,
      certificateArn: certificate.certificateArn,
      tlsPolicy: settings.tlsPolicy,
    });
    this.createRecords(settings, zone.zoneId, balancer);

    this.resource = balancer;
    this.arn = balancer.arn;
    this.arnSuffix = balancer.arnSuffix;
    this.dnsName = balancer.dnsName;
    this.url = `https://${domain.name}`;
    this.httpsListenerArn = listeners.httpsListenerArn;
    this.securityGroupId = securityGroup.id;
    this.routes = new ListenerRoutes(this, 'Routes', {
      vpcId: network.vpcId,
      listenerArn: listeners.httpsListenerArn,
      securityGroupId: securityGroup.id,
      idleTimeoutSeconds: settings.idleTimeoutSeconds,
      hostNames: hostNamesOf(domain),
    });
  }

  /**
   * A load balancer that exists: routes are added to its listener, nothing else of it is touched or looked up.
   *
   * @throws ValidationError when an id cannot be one
   */
  public static fromListener(
    scope: Construct,
    id: string,
    props: ExistingLoadBalancerProps,
  ): ILoadBalancer {
    return new ExistingLoadBalancer(scope, id, props);
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

  private createSecurityGroup({ network, cloudName: name, dualStack }: Settings): SecurityGroup {
    const group = new SecurityGroup(this, 'SecurityGroup', {
      name: `${name}-balancer`,
      description: `Load balancer ${name}`,
      vpcId: network.vpcId,
      revokeRulesOnDelete: false,
      tags: { Name: `${name}-balancer` },
    });
    const sources = [
      { id: 'Ipv4', cidrIpv4: '0.0.0.0/0' },
      ...(dualStack ? [{ id: 'Ipv6', cidrIpv6: '::/0' }] : []),
    ];
    for (const { id, ...source } of sources) {
      for (const [port, what] of [
        [443, 'HTTPS'],
        [80, 'HTTP, redirected to HTTPS,'],
      ] as const) {
        new VpcSecurityGroupIngressRule(this, `From${id}To${port}`, {
          ...source,
          securityGroupId: group.id,
          description: `${what} from everyone`,
          ipProtocol: 'tcp',
          fromPort: port,
          toPort: port,
          tags: { Name: `${name}-${port}` },
        });
      }
    }
    return group;
  }

  private createBalancer(settings: Settings, securityGroupId: string): Lb {
    const logs = new AccessLogs(this, 'AccessLogs', {
      loadBalancerName: settings.cloudName,
      retentionDays: settings.accessLogRetentionDays,
      forceDestroy: !settings.deletionProtection,
    });
    return new Lb(this, 'Resource', {
      name: settings.cloudName,
      loadBalancerType: 'application',
      internal: false,
      ipAddressType: settings.dualStack ? 'dualstack' : 'ipv4',
      subnets: [...settings.network.publicSubnetIds],
      securityGroups: [securityGroupId],
      idleTimeout: settings.idleTimeoutSeconds,
      clientKeepAlive: 3600,
      // SECURITY(ELB.4, ELB.12): what two servers could read in two ways never reaches the second
      dropInvalidHeaderFields: true,
      desyncMitigationMode: 'defensive',
      xffHeaderProcessingMode: 'append',
      preserveHostHeader: false,
      enableHttp2: true,
      enableCrossZoneLoadBalancing: true,
      enableDeletionProtection: settings.deletionProtection,
      enableTlsVersionAndCipherSuiteHeaders: false,
      enableWafFailOpen: false,
      enableXffClientPort: false,
      enableZonalShift: false,
      accessLogs: { bucket: logs.bucketName, enabled: true },
      tags: { Name: settings.cloudName },
      dependsOn: [logs.ready],
    });
  }

  private createRecords({ domain, dualStack }: Settings, zoneId: string, balancer: Lb): void {
    for (const hostName of hostNamesOf(domain)) {
      for (const type of dualStack ? ['A', 'AAAA'] : ['A']) {
        new Route53Record(this, `Alias${pascalCase(hostName)}${type}`, {
          zoneId,
          name: hostName,
          type,
          // a record that someone else made is never taken over
          allowOverwrite: false,
          alias: { name: balancer.dnsName, zoneId: balancer.zoneId, evaluateTargetHealth: false },
        });
      }
    }
  }
}

import { Lb } from '@cdktf/provider-aws/lib/lb';
import { Wafv2WebAclAssociation } from '@cdktf/provider-aws/lib/wafv2-web-acl-association';
import { Construct } from 'constructs';
import { throwProblems } from '../core/validation';
import { AccessLogs } from './access-logs';
import { createSecurityGroup } from './balancer-security-group';
import { CloudFrontEntrance } from './cloud-front-entrance';
import { type OpenedEntrance, openDomain } from './domain-entrance';
import type { Entrance } from './entrance';
import { ExistingLoadBalancer, type ExistingLoadBalancerProps } from './existing-load-balancer';
import {
  type AddRouteOptions,
  type AnyRoute,
  type LoadBalancerRoute,
  ListenerRoutes,
} from './listener-routes';
import {
  loadBalancerProblems,
  resolveLoadBalancer,
  type Settings,
  subnetsOf,
} from './load-balancer-rules';
import type { LoadBalancerTarget } from './load-balancer-target';
import type { INetwork } from './network';
import type { IWatchable, Watcher } from './watched';
import type { IWebAcl } from './web-acl';

/** A load balancer that routes can be added to: a new one, or one that exists. */
export interface ILoadBalancer {
  /** ARN of the listener that gets the routes. */
  readonly listenerArn: string;

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
  /** Network that the balancer stands in: its public subnets for a domain, its private ones behind CloudFront. */
  readonly network: INetwork;

  /** Name of the environment, for example `prod`; it starts every cloud name. */
  readonly environment: string;

  /** How the public comes in: through a domain, or through CloudFront. Changing the kind replaces the balancer. */
  readonly entrance: Entrance;

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
   * The web application firewall in front, of the scope that the entrance needs: `regional` for a domain, `cloudFront`
   * for CloudFront.
   *
   * @default - no request is refused before nginx or a service looks at it
   */
  readonly webAcl?: IWebAcl;
}

/**
 * The one entrance from the internet, shared by all services of an environment.
 *
 * Creates: application load balancer, security group, bucket for the access logs; for a domain an HTTPS and a redirecting
 * HTTP listener, certificate and DNS records; for CloudFront an HTTP listener, a VPC origin, a distribution and its logs;
 * per route a target group, a listener rule and the security-group rules. About 16.43 USD a month, 5.84 per unit of load,
 * and for a domain 3.65 per zone for its address (vendor's pages "Elastic Load Balancing pricing" and "Amazon VPC
 * pricing", us-east-1, 2026-06).
 *
 * Safe by default: HTTPS only, unknown paths end here with 404, malformed headers are dropped, out of it only goes what
 * a route opened, every request is noted, it cannot be deleted.
 *
 * @example
 * const loadBalancer = new LoadBalancer(this, 'LoadBalancer', {
 *   network,
 *   environment: 'prod',
 *   entrance: Entrance.domain({ name: 'app.example.org', zoneName: 'example.org' }),
 * });
 * loadBalancer.addRoute(Route.path('/'), web);
 */
export class LoadBalancer extends Construct implements ILoadBalancer, IWatchable {
  /** DNS name that AWS gave the balancer; behind CloudFront it has private addresses only. */
  public readonly dnsName: string;

  /** Id of the zone that AWS keeps `dnsName` in, for records that lead to the balancer. */
  public readonly dnsZoneId: string;

  /** ARN of the balancer. */
  public readonly arn: string;

  /** The last part of the ARN, which the balancer's metrics are named by. */
  public readonly arnSuffix: string;

  /** ARN of the listener that gets the routes. */
  public readonly listenerArn: string;

  /** Security group of the balancer. */
  public readonly securityGroupId: string;

  /** URL that the public uses. */
  public readonly url: string;

  /** The raw load balancer, to override what the props do not offer. */
  public readonly resource: Lb;

  private readonly routes: ListenerRoutes;
  private readonly settings: Settings;
  private readonly certificateArn: string | undefined;

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);
    const settings = resolveLoadBalancer(props);
    throwProblems(this, loadBalancerProblems(settings));

    const securityGroup = createSecurityGroup(this, settings);
    const balancer = this.createBalancer(settings, securityGroup.id);
    const opened = this.open(settings, balancer);

    this.settings = settings;
    this.certificateArn = opened.certificateArn;
    this.resource = balancer;
    this.arn = balancer.arn;
    this.arnSuffix = balancer.arnSuffix;
    this.dnsName = balancer.dnsName;
    this.dnsZoneId = balancer.zoneId;
    this.url = opened.url;
    this.listenerArn = opened.listenerArn;
    this.securityGroupId = securityGroup.id;
    this.routes = new ListenerRoutes(this, 'Routes', {
      vpcId: settings.network.vpcId,
      listenerArn: opened.listenerArn,
      arnSuffix: balancer.arnSuffix,
      securityGroupId: securityGroup.id,
      idleTimeoutSeconds: settings.idleTimeoutSeconds,
      hostNames: opened.hostNames,
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

  /** Tells what its alarms must know of it; Alarms calls this for everything that it watches. */
  public watchedBy(watcher: Watcher): void {
    const { environment, cloudName } = this.settings;
    watcher.watchLoadBalancer({
      ...{ environment, cloudName, arnSuffix: this.arnSuffix },
      hostName: this.url.replace('https://', ''),
      certificateArn: this.certificateArn,
      routes: this.routes.added,
    });
  }

  /** Makes what leads to the balancer, and puts the web ACL in front of it. */
  private open(settings: Settings, balancer: Lb): OpenedEntrance {
    const { cloudName, webAcl } = settings;
    const { way } = settings.entrance;
    if (way.kind === 'cloudFront') {
      return new CloudFrontEntrance(this, 'CloudFront', { balancer, way, settings });
    }
    if (webAcl) {
      new Wafv2WebAclAssociation(this, 'WebAcl', {
        resourceArn: balancer.arn,
        webAclArn: webAcl.arn,
      });
    }
    return openDomain(this, way, { balancer, cloudName });
  }

  private createBalancer(settings: Settings, securityGroupId: string): Lb {
    const { way } = settings.entrance;
    const logs = new AccessLogs(this, 'AccessLogs', {
      loadBalancerName: settings.cloudName,
      retentionDays: settings.accessLogRetentionDays,
      forceDestroy: !settings.deletionProtection,
    });
    return new Lb(this, 'Resource', {
      name: settings.cloudName,
      loadBalancerType: 'application',
      internal: way.kind === 'cloudFront',
      ipAddressType: way.kind === 'domain' && way.dualStack ? 'dualstack' : 'ipv4',
      subnets: [...subnetsOf(settings).ids],
      securityGroups: [securityGroupId],
      idleTimeout: settings.idleTimeoutSeconds,
      clientKeepAlive: 3600,
      // SECURITY(ELB.4, ELB.12): what two servers could read in two ways never reaches the second
      dropInvalidHeaderFields: true,
      desyncMitigationMode: 'defensive',
      // CloudFront has added the client's address already, and its own would only hide that
      xffHeaderProcessingMode: way.kind === 'domain' ? 'append' : 'preserve',
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
}

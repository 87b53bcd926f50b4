import { ComputeGlobalAddress } from '@cdktf/provider-google/lib/compute-global-address';
import type { ComputeUrlMap } from '@cdktf/provider-google/lib/compute-url-map';
import { DnsRecordSet } from '@cdktf/provider-google/lib/dns-record-set';
import { Construct } from 'constructs';
import { pascalCase } from '../core/naming';
import type { RateLimit } from '../core/rate-limit';
import { throwProblems } from '../core/validation';
import { Certificates, type CertificateSource } from './certificates';
import type { CloudRunService } from './cloud-run-service';
import { type Domain, hostNamesOf, managedZoneOf } from './domain';
import { Listeners, type TlsPolicy } from './listeners';
import { loadBalancerProblems, resolveLoadBalancer, type Settings } from './load-balancer-rules';
import { type ManagedRules, SecurityPolicy } from './security-policy';
import { type AnyRoute, type LoadBalancerRoute, UrlMapRoutes } from './url-map-routes';

/** Props of LoadBalancer. */
export interface LoadBalancerProps {
  /** Name of the environment, for example `prod`; it starts every cloud name. */
  readonly environment: string;

  /** Id of the project that everything is made in. */
  readonly projectId: string;

  /** Where the public finds it: certificates are made for it, and DNS records where its zone is named. */
  readonly domain: Domain;

  /**
   * What the balancer is called: `<environment>-<name>`. Changing it replaces the balancer and its address.
   *
   * @default 'public'
   */
  readonly name?: string;

  /**
   * How fast one client may ask, counted for all instances together. Cloud Armor counts a minute: 60 times the rate,
   * and the burst on top.
   *
   * @default RateLimit.perClient({ requestsPerSecond: 100, burst: 400 })
   */
  readonly rateLimit?: RateLimit;

  /**
   * What Google's ready-made rules against known attacks do. Read a few days of previews before you enforce them: they
   * refuse what only looks like an attack too.
   *
   * @default 'preview'
   * @see https://cloud.google.com/armor/docs/waf-rules
   */
  readonly managedRules?: ManagedRules;

  /**
   * Lets Google learn what is usual and alert of what is not. It refuses nothing by itself.
   *
   * @default true
   */
  readonly adaptiveProtection?: boolean;

  /**
   * Percentage of the requests that are noted in Cloud Logging, 0 to 100.
   *
   * @default 100
   */
  readonly logSamplePercent?: number;

  /**
   * Makes Terraform refuse to destroy the address, which other people's DNS may name.
   *
   * @default true
   */
  readonly deletionProtection?: boolean;

  /**
   * What a client may negotiate: TLS 1.2 or newer in any case.
   *
   * @default 'MODERN'
   * @see https://cloud.google.com/load-balancing/docs/ssl-policies-concepts
   */
  readonly tlsPolicy?: TlsPolicy;

  /**
   * Map of Certificate Manager that holds a certificate for every name, for example to move a name here that is in use
   * elsewhere: `//certificatemanager.googleapis.com/projects/<project>/locations/global/certificateMaps/<name>`.
   *
   * @default - a managed certificate is made for each name
   */
  readonly certificateMapId?: string;
}

/**
 * The one entrance from the internet, shared by all services of an environment.
 *
 * Creates: global address, forwarding rules for 443 and 80 with their proxies, URL maps, TLS policy, one managed
 * certificate per host name, Cloud Armor policy, DNS records; per service a backend service and a serverless network
 * endpoint group. About 18 USD a month for the rules; Cloud Armor seems to take 5 for the policy, 1 for each of its rules
 * and 0.75 for a million requests (vendor's pages "Cloud Load Balancing pricing" and "Cloud Armor pricing"; the latter
 * amounts are not confirmed).
 *
 * Safe by default: HTTPS only, TLS 1.2 or newer, what no route knows ends here with 404, one client cannot take all,
 * every request is noted, and a service that can be reached around it is refused.
 *
 * @example
 * const loadBalancer = new LoadBalancer(this, 'LoadBalancer', {
 *   environment: 'prod',
 *   projectId: 'my-project',
 *   domain: { name: 'app.example.org', zoneName: 'example.org' },
 * });
 * loadBalancer.addRoute(Route.path('/'), web);
 */
export class LoadBalancer extends Construct {
  /** IPv4 address that every host name must lead to. */
  public readonly address: string;

  /** URL that the public uses. */
  public readonly url: string;

  /** Name of the URL map, which the balancer's metrics are named by. */
  public readonly urlMapName: string;

  /** Id of the policy of Cloud Armor. */
  public readonly securityPolicyId: string;

  /** The raw URL map, to override what the props do not offer. */
  public readonly resource: ComputeUrlMap;

  private readonly routes: UrlMapRoutes;

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);
    const settings = resolveLoadBalancer(props);
    throwProblems(this, loadBalancerProblems(settings));

    const { cloudName: name, domain, projectId } = settings;
    const hostNames = hostNamesOf(domain);
    const address = this.createAddress(settings);
    const policy = new SecurityPolicy(this, 'SecurityPolicy', { ...settings, name });
    this.routes = new UrlMapRoutes(this, 'Routes', {
      projectId,
      balancerName: name,
      securityPolicyId: policy.policyId,
      logSamplePercent: settings.logSamplePercent,
      hostNames,
    });
    new Listeners(this, 'Listeners', {
      projectId,
      name,
      address: address.id,
      urlMapId: this.routes.resource.id,
      certificates: this.certificates(settings),
      tlsPolicy: settings.tlsPolicy,
    });
    this.createRecords(settings, address.address);

    this.address = address.address;
    this.url = `https://${domain.name}`;
    this.urlMapName = name;
    this.securityPolicyId = policy.policyId;
    this.resource = this.routes.resource;
  }

  /**
   * Sends the requests of a route to a service, or to the same service in several regions, whichever is nearest to the
   * client. May be called at any time and in any order.
   *
   * @throws ValidationError when a balancer cannot do what the route asks for, the route clashes with another, or the
   * service can be reached around the balancer
   */
  public addRoute(
    route: AnyRoute,
    target: CloudRunService | readonly CloudRunService[],
  ): LoadBalancerRoute {
    return this.routes.add(route, 'node' in target ? [target] : target);
  }

  private createAddress(settings: Settings): ComputeGlobalAddress {
    return new ComputeGlobalAddress(this, 'Address', {
      name: settings.cloudName,
      project: settings.projectId,
      description: `Load balancer ${settings.cloudName}`,
      addressType: 'EXTERNAL',
      ipVersion: 'IPV4',
      lifecycle: { preventDestroy: settings.deletionProtection },
    });
  }

  private certificates({ certificateMapId, ...settings }: Settings): CertificateSource {
    if (certificateMapId !== undefined) return { certificateMap: certificateMapId };
    const { source } = new Certificates(this, 'Certificates', {
      projectId: settings.projectId,
      balancerName: settings.cloudName,
      hostNames: hostNamesOf(settings.domain),
    });
    return source;
  }

  private createRecords({ domain, projectId }: Settings, address: string): void {
    const managedZone = managedZoneOf(domain);
    if (managedZone === undefined) return;
    for (const hostName of hostNamesOf(domain)) {
      new DnsRecordSet(this, `Record${pascalCase(hostName)}`, {
        managedZone,
        project: projectId,
        name: `${hostName}.`,
        type: 'A',
        ttl: 300,
        rrdatas: [address],
      });
    }
  }
}

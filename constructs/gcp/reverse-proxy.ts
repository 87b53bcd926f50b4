import { Construct } from 'constructs';
import type { Image } from '../core/image';
import { known } from '../core/known';
import { kebabCase } from '../core/naming';
import type { RateLimit } from '../core/rate-limit';
import { Route, routeLabel } from '../core/route';
import { throwProblems } from '../core/validation';
import type { Workload } from '../core/workload';
import { balancerVariable, cloudRunPlatform } from '../nginx/cloud-run-platform';
import { renderNginxConfig } from '../nginx/config';
import { encodeConfig, payloadProblems } from '../nginx/payload';
import { proxyWorkload } from '../nginx/proxy-workload';
import { routeTargets } from '../nginx/route-target';
import type { ProxyUpstream } from '../nginx/upstream';
import { CloudRunService } from './cloud-run-service';
import { Entrance, entranceProblems } from './entrance';
import { LoadBalancer } from './load-balancer';
import { localPortOf } from './local-port';
import type { Region } from './region';
import type { Scaling } from './scaling';

/**
 * Longest value of one variable.
 *
 * @see https://cloud.google.com/run/quotas
 */
const configurationLimitBytes = 32 * 1024;

/** Seconds after which the sidecar closes an idle connection of the proxy. */
const sidecarKeepAliveSeconds = 75;

/** Props of ReverseProxy. */
export interface ReverseProxyProps {
  /** Region that the proxy and its services run in. */
  readonly region: Region;

  /** Image of the proxy, built from `services/reverse-proxy`. */
  readonly image: Image;

  /** What the public may reach. */
  readonly routes: readonly Route[];

  /** The services that the routes lead to, by the names of their targets. */
  readonly services: ReadonlyMap<string, CloudRunService>;

  /**
   * How the public comes in: at the proxy's own run.app address, or at a host name through a load balancer.
   *
   * @default Entrance.own()
   */
  readonly entrance?: Entrance;

  /**
   * How fast one client may ask for all routes together that have no limit of their own. Each instance counts for
   * itself.
   *
   * @default RateLimit.perClient({ requestsPerSecond: 100, burst: 400 })
   */
  readonly rateLimit?: RateLimit;

  /**
   * Discovery name.
   *
   * @default - the construct id in kebab case
   */
  readonly name?: string;

  /**
   * CPUs of an instance.
   *
   * @default 1
   */
  readonly cpu?: number;

  /**
   * Memory of an instance in MiB.
   *
   * @default 512
   */
  readonly memoryMiB?: number;

  /**
   * How many instances run.
   *
   * @default Scaling.requests()
   */
  readonly scaling?: Scaling;

  /**
   * Whether Terraform refuses to destroy the proxy, and the address of a load balancer that is made for it.
   *
   * @default true
   */
  readonly deletionProtection?: boolean;
}

/**
 * The way in: nginx with a configuration rendered from typed routes.
 *
 * Creates: one CloudRunService that is connected to the service of every route, and with `Entrance.domain` a LoadBalancer
 * in front of it.
 *
 * Safe by default: HTTPS at its own address or at the balancer and never at both, security headers on every answer, bounded bodies and times, safe requests
 * retried once, logins from the secret store, and only what a route names is reachable.
 *
 * @example
 * const proxy = new ReverseProxy(this, 'ReverseProxy', { region, image, routes: system.routes, services });
 * new TerraformOutput(this, 'url', { value: proxy.url });
 */
export class ReverseProxy extends Construct {
  /** The service that runs the proxy. */
  public readonly service: CloudRunService;

  /** The balancer in front, for `Entrance.domain`. */
  public readonly loadBalancer: LoadBalancer | undefined;

  /** URL that the public uses. */
  public readonly url: string;

  constructor(scope: Construct, id: string, props: ReverseProxyProps) {
    super(scope, id);
    const { region, image, routes, services, rateLimit, entrance = Entrance.own() } = props;
    throwProblems(this, [...entranceProblems(entrance), ...routes.flatMap(reservedPathProblems)]);
    const targets = routeTargets(this, routes, services, timeoutProblems);

    this.loadBalancer = this.balancerOf(entrance, props);
    const balancerAddresses = this.loadBalancer
      ? [this.loadBalancer.address]
      : entrance.balancer?.addresses;
    const platform = cloudRunPlatform({ balancerAddresses, rateLimit });
    const upstreams = upstreamsOf(targets);
    const configuration = renderNginxConfig({ routes, upstreams, platform });
    throwProblems(
      this,
      payloadProblems(encodeConfig(configuration), configurationLimitBytes, 'Cloud Run'),
    );

    const workload = proxyWorkload({ image, configuration, routes, platform });
    this.service = new CloudRunService(this, 'Service', {
      region,
      workload: withBalancer(workload, balancerAddresses),
      name: props.name ?? kebabCase(id),
      exposure: entrance.kind === 'own' ? 'public' : 'load-balancer',
      cpu: props.cpu,
      memoryMiB: props.memoryMiB,
      scaling: props.scaling,
      deletionProtection: props.deletionProtection,
    });
    for (const target of targets.values()) this.service.connectTo(target);
    this.loadBalancer?.addRoute(Route.path('/'), this.service);
    this.url = this.loadBalancer?.url ?? entrance.balancer?.url ?? this.service.serviceUrl;
  }

  private balancerOf(
    { names, options }: Entrance,
    { region, deletionProtection }: ReverseProxyProps,
  ): LoadBalancer | undefined {
    if (!names) return undefined;
    const { environment, projectId } = region;
    return new LoadBalancer(this, 'LoadBalancer', {
      environment,
      projectId,
      deletionProtection,
      ...options,
      domain: names,
    });
  }
}

/** An address that only the deployment knows comes beside the configuration, which is compressed long before. */
function withBalancer(workload: Workload, addresses: readonly string[] = []): Workload {
  const unknown = (address: string): boolean => !known(address);
  const deployed = addresses.find(unknown);
  if (deployed === undefined) return workload;
  return { ...workload, environment: { ...workload.environment, [balancerVariable]: deployed } };
}

/** Every service is reached through the sidecar, on its own port of the loopback address. */
function upstreamsOf(targets: ReadonlyMap<string, CloudRunService>): Record<string, ProxyUpstream> {
  return Object.fromEntries(
    [...targets].map(([target, { name, protocol }]) => [
      target,
      {
        host: '127.0.0.1',
        port: localPortOf(name),
        keepAliveSeconds: sidecarKeepAliveSeconds,
        protocol,
      },
    ]),
  );
}

/**
 * Paths that the front end of Google answers itself, so that no request for them ever arrives.
 *
 * @see https://cloud.google.com/run/docs/known-issues
 */
function reservedPathProblems(route: Route): string[] {
  if (!/^\/(_ah(\/|$)|eventlog$)/.test(route.path)) return [];
  return [`route '${routeLabel(route)}': 'path' is kept by Cloud Run for itself; choose another`];
}

/** Cloud Run ends a request at the service's own limit, whatever the route allows. */
function timeoutProblems(route: Route, { name, timeoutSeconds }: CloudRunService): string[] {
  if (route.timeoutSeconds <= timeoutSeconds) return [];
  return [
    `route '${routeLabel(route)}': 'timeoutSeconds' is ${route.timeoutSeconds}, but '${name}' ends a request after ${timeoutSeconds}; lower it, or raise 'timeoutSeconds' of the service`,
  ];
}

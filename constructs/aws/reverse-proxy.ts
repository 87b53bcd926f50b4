import { Construct } from 'constructs';
import { peerByName } from '../core/connection';
import type { Image } from '../core/image';
import { kebabCase } from '../core/naming';
import type { RateLimit } from '../core/rate-limit';
import { type Route, routeLabel } from '../core/route';
import { throwProblems } from '../core/validation';
import { renderNginxConfig } from '../nginx/config';
import { encodeConfig, payloadProblems } from '../nginx/payload';
import { ecsPlatform } from '../nginx/platform';
import { proxyWorkload } from '../nginx/proxy-workload';
import { routeTargets } from '../nginx/route-target';
import type { ProxyUpstream } from '../nginx/upstream';
import type { ICluster } from './cluster';
import { type Entrance, viewerSchemeHeader } from './entrance';
import { FargateService } from './fargate-service';
import { resolveRollout, type RolloutProps } from './rollout';
import type { Scaling } from './scaling';

/**
 * What a task definition leaves for the configuration: it may have 64 KiB in all, and everything else in it stays far
 * below 16.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html
 */
const configurationLimitBytes = 48 * 1024;

/** Props of ReverseProxy. */
export interface ReverseProxyProps extends RolloutProps {
  /** Cluster that the proxy and its services run in. */
  readonly cluster: ICluster;

  /** Image of the proxy, built from `services/reverse-proxy`. */
  readonly image: Image;

  /** What the public may reach. */
  readonly routes: readonly Route[];

  /** The services that the routes lead to, by the names of their targets. */
  readonly services: ReadonlyMap<string, FargateService>;

  /**
   * How the public comes in, the same as of the balancer in front. It decides whose word on the client's address and
   * scheme is believed: behind CloudFront the balancer itself is called over HTTP, and every request would be redirected
   * forever if it were asked.
   *
   * @default - a balancer that ends TLS, as Entrance.domain makes it
   */
  readonly entrance?: Entrance;

  /**
   * Address ranges of the hops in front of the proxy, whose word on the client's address is believed.
   *
   * @default - the range of the cluster's network, where the balancer is
   */
  readonly trustedProxies?: readonly string[];

  /**
   * How fast one client may ask for all routes together that have no limit of their own. Each task counts for
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
   * Size of a task in vCPU. The agent of Service Connect shares it with nginx.
   *
   * @default 0.25
   */
  readonly vcpu?: number;

  /**
   * Memory of a task in MiB.
   *
   * @default 512
   */
  readonly memoryMiB?: number;

  /**
   * How many tasks run.
   *
   * @default Scaling.cpu()
   */
  readonly scaling?: Scaling;
}

/**
 * The way in behind a load balancer: nginx with a configuration rendered from typed routes.
 *
 * Creates: one FargateService that is connected to the service of every route.
 *
 * Safe by default: security headers on every answer, bounded bodies and times, safe requests retried once, logins from
 * the secret store, and only what a route names is reachable.
 *
 * @example
 * const proxy = new ReverseProxy(this, 'ReverseProxy', { cluster, image, routes: system.routes, services });
 * loadBalancer.addRoute(Route.path('/'), proxy.service);
 */
export class ReverseProxy extends Construct {
  /** The service that runs the proxy: what the load balancer sends requests to. */
  public readonly service: FargateService;

  constructor(scope: Construct, id: string, props: ReverseProxyProps) {
    super(scope, id);
    const { cluster, image, routes, services } = props;
    const targets = routeTargets(this, routes, services, timeoutProblems);

    const trustedProxies = props.trustedProxies ?? [cluster.network.cidr];
    const platform = ecsPlatform({
      trustedProxies,
      rateLimit: props.rateLimit,
      ...(props.entrance?.way.kind === 'cloudFront' ? behindCloudFront : {}),
    });
    const upstreams = upstreamsOf(targets);
    const configuration = renderNginxConfig({ routes, upstreams, platform });
    throwProblems(
      this,
      payloadProblems(
        encodeConfig(configuration),
        configurationLimitBytes,
        'an ECS task definition',
      ),
    );

    this.service = new FargateService(this, 'Service', {
      cluster,
      workload: proxyWorkload({ image, configuration, routes, platform }),
      name: props.name ?? kebabCase(id),
      vcpu: props.vcpu,
      memoryMiB: props.memoryMiB,
      scaling: props.scaling,
      ...resolveRollout(props),
      // nobody calls it by name, and nginx must see the balancer's address, not that of an agent in between
      discoverable: false,
    });
    for (const target of targets.values()) this.service.connectTo(target);
  }
}

/** CloudFront ends TLS, and its VPC origin is one more hop with an address of the network. */
const behindCloudFront = { chainedProxies: true, schemeHeader: viewerSchemeHeader };

/** Names of Service Connect stand in each task's hosts file before nginx starts, so they are rendered as they are. */
function upstreamsOf(targets: ReadonlyMap<string, FargateService>): Record<string, ProxyUpstream> {
  return Object.fromEntries(
    [...targets].map(([target, { name, port, keepAliveSeconds, protocol }]) => {
      const { host } = peerByName(name, port);
      return [target, { host, port, keepAliveSeconds, protocol }];
    }),
  );
}

/** The agent of the service ends a request at its own limit, whatever the route allows. */
function timeoutProblems(
  route: Route,
  { name, protocol, timeoutSeconds }: FargateService,
): string[] {
  if (protocol === 'websocket' || route.timeoutSeconds <= timeoutSeconds) return [];
  return [
    `route '${routeLabel(route)}': 'timeoutSeconds' is ${route.timeoutSeconds}, but '${name}' ends a request after ${timeoutSeconds}; lower it, or raise 'timeoutSeconds' of the service`,
  ];
}

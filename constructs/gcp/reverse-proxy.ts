import { Construct } from 'constructs';
import type { Image } from '../core/image';
import { kebabCase } from '../core/naming';
import type { RateLimit } from '../core/rate-limit';
import { type Route, routeLabel } from '../core/route';
import { throwProblems } from '../core/validation';
import { renderNginxConfig } from '../nginx/config';
import { encodeConfig, payloadProblems } from '../nginx/payload';
import { cloudRunPlatform } from '../nginx/platform';
import { proxyWorkload } from '../nginx/proxy-workload';
import { routeTargets } from '../nginx/route-target';
import type { ProxyUpstream } from '../nginx/upstream';
import { CloudRunService } from './cloud-run-service';
import type { Exposure } from './exposure';
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
   * Who reaches the proxy: everyone at its own run.app address, or everyone through a load balancer in front.
   *
   * @default 'public'
   */
  readonly exposure?: Exclude<Exposure, 'internal'>;

  /**
   * Addresses of the load balancer in front, which adds its own to the client's. Required where `exposure` is
   * `load-balancer`: without them every client would seem to be the balancer, and share one rate limit.
   *
   * @default - nothing stands between the clients and Cloud Run
   */
  readonly balancerAddresses?: readonly string[];

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
   * Whether Terraform refuses to destroy the proxy.
   *
   * @default true
   */
  readonly deletionProtection?: boolean;
}

/**
 * The way in: nginx with a configuration rendered from typed routes.
 *
 * Creates: one CloudRunService that is connected to the service of every route.
 *
 * Safe by default: HTTPS at its own address, security headers on every answer, bounded bodies and times, safe requests
 * retried once, logins from the secret store, and only what a route names is reachable.
 *
 * @example
 * const proxy = new ReverseProxy(this, 'ReverseProxy', { region, image, routes: system.routes, services });
 * new TerraformOutput(this, 'url', { value: proxy.service.serviceUrl });
 */
export class ReverseProxy extends Construct {
  /** The service that runs the proxy. */
  public readonly service: CloudRunService;

  constructor(scope: Construct, id: string, props: ReverseProxyProps) {
    super(scope, id);
    const { region, image, routes, services } = props;
    throwProblems(this, [...balancerProblems(props), ...routes.flatMap(reservedPathProblems)]);
    const targets = routeTargets(this, routes, services, timeoutProblems);

    const { balancerAddresses, rateLimit } = props;
    const platform = cloudRunPlatform({ balancerAddresses, rateLimit });
    const upstreams = upstreamsOf(targets);
    const configuration = renderNginxConfig({ routes, upstreams, platform });
    throwProblems(
      this,
      payloadProblems(encodeConfig(configuration), configurationLimitBytes, 'Cloud Run'),
    );

    this.service = new CloudRunService(this, 'Service', {
      region,
      workload: proxyWorkload({ image, configuration, routes, platform }),
      name: props.name ?? kebabCase(id),
      exposure: props.exposure ?? 'public',
      cpu: props.cpu,
      memoryMiB: props.memoryMiB,
      scaling: props.scaling,
      deletionProtection: props.deletionProtection,
    });
    for (const target of targets.values()) this.service.connectTo(target);
  }
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

/** The balancer is the last of the addresses that a request went through, and would be taken for the client. */
function balancerProblems({ exposure, balancerAddresses = [] }: ReverseProxyProps): string[] {
  if (exposure !== 'load-balancer' || balancerAddresses.length > 0) return [];
  return [
    `'balancerAddresses' is empty, but 'exposure' is 'load-balancer', so that every client would seem to be the balancer; reserve its address and give it here, for example ['203.0.113.7']`,
  ];
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

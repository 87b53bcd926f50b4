import { Construct } from 'constructs';
import { peerByName } from '../core/connection';
import type { Image } from '../core/image';
import { kebabCase } from '../core/naming';
import type { RateLimit } from '../core/rate-limit';
import type { Route } from '../core/route';
import { throwProblems } from '../core/validation';
import { renderNginxConfig } from '../nginx/config';
import { loginNames } from '../nginx/login';
import { encodeConfig, payloadProblems } from '../nginx/payload';
import { dockerPlatform, proxyDirectory, proxyPort, proxyTlsPort } from '../nginx/platform';
import { proxyWorkload } from '../nginx/proxy-workload';
import { routeTargets } from '../nginx/route-target';
import type { ProxyUpstream } from '../nginx/upstream';
import { ContainerService } from './container-service';
import type { INetwork } from './network';

/**
 * What Linux leaves for the configuration: one variable may have 128 KiB with its name.
 *
 * @see https://man7.org/linux/man-pages/man2/execve.2.html
 */
const configurationLimitBytes = 127 * 1024;

/** Props of ReverseProxy. */
export interface ReverseProxyProps {
  /** Network that the proxy and its services are part of. */
  readonly network: INetwork;

  /** Image of the proxy, built from `services/reverse-proxy`. */
  readonly image: Image;

  /** What the public may reach. */
  readonly routes: readonly Route[];

  /** The services that the routes lead to, by the names of their targets. */
  readonly services: ReadonlyMap<string, ContainerService>;

  /**
   * Port of the host that HTTPS is published on.
   *
   * @default 8443
   */
  readonly httpsPort?: number;

  /**
   * Port of the host that redirects to HTTPS.
   *
   * @default 8080
   */
  readonly httpPort?: number;

  /**
   * Address of the host that listens; another one than loopback lets the network of the host in.
   *
   * @default '127.0.0.1'
   */
  readonly hostAddress?: string;

  /**
   * How fast one client may ask for all routes together that have no limit of their own. Whoever comes through a
   * published port may share the address of the engine; a measurement turns the limit off.
   *
   * @default RateLimit.perClient({ requestsPerSecond: 1000, burst: 2000 })
   */
  readonly rateLimit?: RateLimit;

  /**
   * Discovery name.
   *
   * @default - the construct id in kebab case
   */
  readonly name?: string;

  /**
   * CPUs that the container may use at most.
   *
   * @default 0.5
   */
  readonly cpus?: number;

  /**
   * MiB of memory that the container may use at most.
   *
   * @default 512
   */
  readonly memoryMiB?: number;
}

/**
 * The way in on a Docker engine: nginx with a configuration rendered from typed routes, HTTPS with a certificate of its
 * own.
 *
 * Creates: one ContainerService that is connected to the service of every route and publishes two ports.
 *
 * Safe by default: published on loopback alone, security headers on every answer, bounded bodies and times, logins that
 * are made up once and kept in the volume, and only what a route names is reachable.
 *
 * @example
 * const proxy = new ReverseProxy(this, 'ReverseProxy', { network, image, routes: system.routes, services });
 */
export class ReverseProxy extends Construct {
  /** The service that runs the proxy. */
  public readonly service: ContainerService;

  /** Where the public reaches the system. */
  public readonly url: string;

  /** Command that prints each login, by the name of its secret. */
  public readonly loginCommands: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: ReverseProxyProps) {
    super(scope, id);
    const { network, image, routes, services, hostAddress } = props;
    const targets = routeTargets(this, routes, services);

    const httpsPort = props.httpsPort ?? proxyTlsPort;
    const httpPort = props.httpPort ?? proxyPort;
    const platform = dockerPlatform({ publicPort: httpsPort, rateLimit: props.rateLimit });
    const upstreams = upstreamsOf(targets);
    const configuration = renderNginxConfig({ routes, upstreams, platform });
    const payload = encodeConfig(configuration);
    throwProblems(this, payloadProblems(payload, configurationLimitBytes, 'Linux'));

    this.service = new ContainerService(this, 'Service', {
      network,
      workload: proxyWorkload({ image, configuration, routes, platform, generateLogins: true }),
      name: props.name ?? kebabCase(id),
      cpus: props.cpus,
      memoryMiB: props.memoryMiB,
      publish: [
        { port: proxyTlsPort, hostPort: httpsPort, hostAddress },
        { port: proxyPort, hostPort: httpPort, hostAddress },
      ],
    });
    for (const target of targets.values()) this.service.connectTo(target);

    this.url = `https://localhost:${httpsPort}`;
    this.loginCommands = loginCommands(this.service.containerName, routes);
  }
}

/** Names on a network of Docker, which nginx asks the engine for again and again. */
function upstreamsOf(
  targets: ReadonlyMap<string, ContainerService>,
): Record<string, ProxyUpstream> {
  return Object.fromEntries(
    [...targets].map(([target, { name, port, keepAliveSeconds, protocol }]) => {
      const { host } = peerByName(name, port);
      return [target, { host, port, keepAliveSeconds, protocol }];
    }),
  );
}

function loginCommands(containerName: string, routes: readonly Route[]): Record<string, string> {
  return Object.fromEntries(
    loginNames(routes).map((login) => [
      login,
      `docker exec ${containerName} cat ${proxyDirectory}/logins/${login}.txt`,
    ]),
  );
}

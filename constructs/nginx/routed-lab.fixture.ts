import { Access, Route } from '../core/route';
import { renderNginxConfig } from './config';
import { type Ask, type Proxy, ProxyLab } from './container.fixture';
import { ecsPlatform } from './platform';
import { examples } from './system.fixture';
import type { ProxyUpstream } from './upstream';

/** What the echo server says of a request. */
export interface Echo {
  readonly url: string;
  readonly headers: Readonly<Record<string, readonly string[]>>;
}

/** Ranges that Docker gives its networks: the test stands where a balancer would. */
export const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

const service = { port: 8080, keepAliveSeconds: 75, protocol: 'http' } as const;

/** The echo server under two names, and one upstream where nothing listens. */
export const upstreams: Readonly<Record<string, ProxyUpstream>> = {
  web: { host: 'web', ...service },
  socket: { host: 'socket', ...service, protocol: 'websocket' },
  dead: { host: 'web', ...service, port: 9 },
};

/** A route of every kind. */
export const routes = [
  Route.path('/', 'web'),
  Route.path('/form', 'web', { stripPrefix: true, bodyLimitKiB: 256 }),
  Route.path('/admin', 'web', { access: Access.password('admin-login') }),
  Route.path('/office', 'web', { access: Access.addresses(['203.0.113.0/24']) }),
  Route.path('/uptime', 'web', { retryServerErrors: true }),
  Route.path('/quick', 'web', { timeoutSeconds: 1 }),
  Route.path('/socket', 'socket', { stripPrefix: true }),
  Route.path('/dead', 'dead'),
  Route.path('/special', 'web', { host: 'app.example.org', stripPrefix: true }),
];

/** The authorization of whoever knows the password. */
export const login = `Basic ${Buffer.from('admin:correct horse: battery').toString('base64')}`;

/** A lab with the echo server and one proxy in front of it, behind what acts as a balancer. */
export class RoutedLab extends ProxyLab {
  private started: Proxy | undefined;

  /** The proxy of all routes. */
  public get proxy(): Proxy {
    if (!this.started) throw new Error('the lab was not started');
    return this.started;
  }

  /** Starts services and proxy. */
  public async start(): Promise<void> {
    const named = Object.values(examples).flatMap((example) => Object.values(example.upstreams));
    this.startServices(...new Set(['web', 'socket', ...named.map(({ host }) => host)]));
    this.started = await this.startProxy({
      configuration: renderNginxConfig({
        routes,
        upstreams,
        platform: ecsPlatform({ trustedProxies: privateRanges }),
      }),
      environment: { SECRET_ADMIN_LOGIN: 'admin:correct horse: battery' },
    });
  }

  /** What reached the service. */
  public async echo(path: string, ask?: Ask): Promise<Echo> {
    return JSON.parse((await this.proxy.fromBalancer(path, ask)).body) as Echo;
  }

  /** How often a request with this method and key reached the service. */
  public async count(method: string, key: string): Promise<number> {
    const of = encodeURIComponent(`${method} ${key}`);
    const { body } = await this.proxy.fromBalancer(`/count?of=${of}`);
    return (JSON.parse(body) as { count: number }).count;
  }
}

import { known } from '../core/known';
import { shown } from '../core/validation';
import { block } from './block';
import type { ProxyPlatform } from './platform';

/** Where a route's target is reached from the proxy. */
export interface ProxyUpstream {
  /** Host name or IPv4 address under which the proxy reaches the service. */
  readonly host: string;

  /**
   * Hosts that serve the same on the same port: while one cannot be reached, the others serve.
   *
   * @default - the host alone; where the platform has a resolver, every address that its name has
   */
  readonly otherHosts?: readonly string[];

  /** Port under which the proxy reaches the service. */
  readonly port: number;

  /** Seconds after which the service itself closes an idle connection; the proxy closes it earlier. */
  readonly keepAliveSeconds: number;

  /** What the service speaks; `websocket` lets upgrades pass. */
  readonly protocol: 'http' | 'websocket';
}

/** Connections per worker that are kept open to one upstream while nobody uses them. */
const idleConnections = 32;

/** Seconds for which a peer that failed is passed over while others serve. */
const failedSeconds = 5;

/** Every problem of one upstream. */
export function upstreamProblems(target: string, upstream: ProxyUpstream): string[] {
  const name = `upstream '${target}'`;
  const problems: string[] = [];
  if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(target)) {
    problems.push(
      `${name}: its name must hold only lower-case letters, digits and inner hyphens; rename it, for example 'users-api'`,
    );
  }
  for (const host of upstreamHosts(upstream)) {
    if (known(host) && /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(host)) continue;
    problems.push(
      `${name}: 'host' must be a host name that is known at synth, got ${shown(host)}; use for example 'goapp'`,
    );
  }
  if (!Number.isInteger(upstream.port) || upstream.port < 1 || upstream.port > 65535) {
    problems.push(
      `${name}: 'port' must be a whole number from 1 to 65535, got ${shown(upstream.port)}; use the port that the service listens on`,
    );
  }
  if (!Number.isInteger(upstream.keepAliveSeconds) || upstream.keepAliveSeconds < 2) {
    problems.push(
      `${name}: 'keepAliveSeconds' must be a whole number of at least 2, got ${shown(upstream.keepAliveSeconds)}; use the service's own idle timeout`,
    );
  }
  return problems;
}

/**
 * Seconds after which the proxy closes an idle connection: two thirds of the time after which the callee would, so that
 * a request never meets a connection that is just being closed.
 */
export function upstreamIdleSeconds(upstream: ProxyUpstream, platform: ProxyPlatform): number {
  return Math.min(platform.upstreamIdleSeconds, Math.floor((upstream.keepAliveSeconds * 2) / 3));
}

/** Every host of an upstream, its own first, each once. */
export function upstreamHosts({ host, otherHosts = [] }: ProxyUpstream): string[] {
  return [...new Set([host, ...[...otherHosts].sort()])];
}

/** The `upstream` block of a target. */
export function upstreamBlock(
  target: string,
  upstream: ProxyUpstream,
  platform: ProxyPlatform,
): string[] {
  return block(`upstream ${target}`, [
    `zone ${target} 64k;`,
    ...serverLines(upstream, platform),
    `keepalive ${idleConnections};`,
    `keepalive_timeout ${upstreamIdleSeconds(upstream, platform)}s;`,
  ]);
}

/**
 * The peers of an upstream. nginx tries another peer and never the same one again, and passes a peer over that failed; so a
 * lone address stands here as two equal peers, and max_fails=0 keeps two failures from leaving no live peer at all.
 *
 * Where there may be several addresses, one that failed is passed over for a while. Then the same addresses stand here once
 * more, as a reserve that never counts as failed: nginx asks it only when none of the others is left.
 */
function serverLines(upstream: ProxyUpstream, { resolver }: ProxyPlatform): string[] {
  const hosts = upstreamHosts(upstream);
  const server = (host: string, options: string): string =>
    `server ${host}:${upstream.port}${resolver === undefined ? '' : ' resolve'} ${options};`;
  const always = hosts.map((host) => server(host, 'max_fails=0'));
  if (resolver === undefined && hosts.length === 1) return [...always, ...always];
  const reserve = hosts.map((host) => server(host, 'max_fails=0 backup'));
  return [
    ...hosts.map((host) => server(host, `max_fails=1 fail_timeout=${failedSeconds}s`)),
    ...reserve,
    // a name may turn out to have one address
    ...(hosts.length === 1 ? reserve : []),
  ];
}

/** How nginx follows the addresses of the upstreams, where they change. */
export function resolverLines(platform: ProxyPlatform): string[] {
  if (platform.resolver === undefined) return [];
  return [`resolver ${platform.resolver} valid=5s ipv6=off;`, 'resolver_timeout 2s;'];
}

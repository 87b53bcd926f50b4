import { known } from '../core/known';
import { shown } from '../core/validation';
import { block } from './block';
import type { ProxyPlatform } from './platform';

/** Where a route's target is reached from the proxy. */
export interface ProxyUpstream {
  /** Host name or IPv4 address under which the proxy reaches the service. */
  readonly host: string;

  /** Port under which the proxy reaches the service. */
  readonly port: number;

  /** Seconds after which the service itself closes an idle connection; the proxy closes it earlier. */
  readonly keepAliveSeconds: number;

  /** What the service speaks; `websocket` lets upgrades pass. */
  readonly protocol: 'http' | 'websocket';
}

/** Connections per worker that are kept open to one upstream while nobody uses them. */
const idleConnections = 32;

/** Every problem of one upstream. */
export function upstreamProblems(target: string, upstream: ProxyUpstream): string[] {
  const name = `upstream '${target}'`;
  const problems: string[] = [];
  if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(target)) {
    problems.push(
      `${name}: its name must hold only lower-case letters, digits and inner hyphens; rename it, for example 'users-api'`,
    );
  }
  if (!known(upstream.host) || !/^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(upstream.host)) {
    problems.push(
      `${name}: 'host' must be a host name that is known at synth, got ${shown(upstream.host)}; use for example 'goapp'`,
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

/** The `upstream` block of a target. */
export function upstreamBlock(
  target: string,
  upstream: ProxyUpstream,
  platform: ProxyPlatform,
): string[] {
  const resolve = platform.resolver === undefined ? '' : ' resolve';
  const server = `server ${upstream.host}:${upstream.port}${resolve} max_fails=0;`;
  return block(`upstream ${target}`, [
    `zone ${target} 64k;`,
    // nginx tries another peer and never the same one again, so one address stands here as two equal peers; max_fails=0
    // because two failures would otherwise leave no live peer at all
    server,
    server,
    `keepalive ${idleConnections};`,
    `keepalive_timeout ${upstreamIdleSeconds(upstream, platform)}s;`,
  ]);
}

/** How nginx follows the addresses of the upstreams, where they change. */
export function resolverLines(platform: ProxyPlatform): string[] {
  if (platform.resolver === undefined) return [];
  return [`resolver ${platform.resolver} valid=5s ipv6=off;`, 'resolver_timeout 2s;'];
}

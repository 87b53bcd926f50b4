import type { RateLimit } from '../core/rate-limit';
import { type Route, routeLabel } from '../core/route';
import { map, paragraphs } from './block';
import type { ProxyPlatform } from './platform';

/** Name of the zone in which all routes without a limit of their own count together. */
const sharedZone = 'clients';

/** What counts the requests of each client: one zone for the proxy, and one more for each route with a limit of its own. */
export function rateLimitZones(
  routes: readonly Route<string | undefined>[],
  { rateLimit }: ProxyPlatform,
): string[] {
  const zones = [
    ...(routes.some((route) => route.rateLimit === undefined)
      ? zoneLines(sharedZone, '10m', rateLimit)
      : []),
    ...routes
      .flatMap((route) => (route.rateLimit ? zoneLines(zoneOf(route), '2m', route.rateLimit) : []))
      .sort(),
  ];
  if (zones.length === 0) return [];
  return paragraphs(
    // 16 bytes are an IPv6 address, whose first 8 are the network that one customer gets; one that stands for an IPv4
    // address counts alone
    map('$binary_remote_addr', '$client_network', [
      ['"~(?s)^(?!\\x00{10}\\xff\\xff)(?<network_bytes>.{8}).{8}\\z"', '$network_bytes'],
      ['default', '$binary_remote_addr'],
    ]),
    [
      ...zones,
      'limit_req_status 429;',
      // the access log has a line for each: a flood must not write a second one
      'limit_req_log_level info;',
    ],
  );
}

/** The limit of one route. */
export function rateLimitLines(
  route: Route<string | undefined>,
  { rateLimit: shared }: ProxyPlatform,
): string[] {
  const { rate } = route.rateLimit ?? shared;
  if (rate === undefined) return [];
  const zone = route.rateLimit === undefined ? sharedZone : zoneOf(route);
  // without `nodelay` everything above the rate would wait instead of being served at once
  const burst = rate.burst === 0 ? '' : ` burst=${rate.burst} nodelay`;
  return [`limit_req zone=${zone}${burst};`];
}

function zoneLines(zone: string, size: string, { rate }: RateLimit): string[] {
  if (rate === undefined) return [];
  return [`limit_req_zone $client_network zone=${zone}:${size} rate=${rate.requestsPerSecond}r/s;`];
}

function zoneOf(route: Route<string | undefined>): string {
  return `${sharedZone}@${routeLabel(route)}`;
}

import type { Route } from '../core/route';
import type { Secret } from '../core/secret';
import { InternalError } from '../core/validation';
import { block, type Lines, map, paragraphs } from './block';
import type { ProxyPlatform } from './platform';
import { rateLimitLines } from './rate-limit';
import type { ProxyUpstream } from './upstream';

/** Everything that a location is rendered from. */
export interface LocationContext {
  /** Where each target is reached. */
  readonly upstreams: Readonly<Record<string, ProxyUpstream>>;

  /** The platform. */
  readonly platform: ProxyPlatform;
}

/**
 * Shortest read timeout of a WebSocket route, in seconds. Between two pings nothing may be sent: Socket.IO pings after 25 s
 * and waits 20 s, and a balancer closes after 60 s of silence.
 */
const webSocketReadSeconds = 90;

/** Seconds after which a failed try is no longer repeated, so that a slow service does not get twice the load. */
const retrySeconds = 5;

/** Where services answer whether they live and want traffic; nobody outside is told. */
const probePaths = ['/healthz', '/readyz'];

/**
 * How requests are told apart by what may be done when a service fails. nginx cannot choose the retry rule by method, so
 * that each kind has a location of its own.
 */
export function methodMaps(): string[] {
  return paragraphs(
    // for these three nginx itself tells whether anything was sent, and repeats only what never left
    map('$request_method', '$is_sent_once', [
      ...['POST', 'PATCH', 'LOCK'].map((method) => [method, '1'] as const),
      ['default', '0'],
    ]),
    map('$request_method', '$is_tried_once', [
      ...['GET', 'HEAD', 'OPTIONS'].map((method) => [method, '0'] as const),
      ['default', '1'],
    ]),
  );
}

/**
 * The locations of one route: one for requests that may be repeated, one for those that may go to another peer as long as
 * nothing was sent, and one for those that are tried once.
 */
export function routeLocations(route: Route, context: LocationContext): string[] {
  const shared = [
    ...rateLimitLines(route, context.platform),
    ...accessLines(route, context.platform),
    ...proxyLines(route, context),
  ];
  return paragraphs(
    block(`location ${locationMatch(route.path)}`, [
      // below the server level: what is refused there never reaches its error page
      ...block('if ($refused_upgrade)', ['return 400;']),
      ...trailingSlashLines(route),
      `set $route_send @send${route.path};`,
      `set $route_once @once${route.path};`,
      ...block('if ($is_sent_once)', ['return 419;']),
      ...block('if ($is_tried_once)', ['return 418;']),
      ...shared,
      ...retryLines(statusesToRetry(route)),
    ]),
    block(`location @send${route.path}`, [...shared, ...retryLines('')]),
    block(`location @once${route.path}`, [...shared, 'proxy_next_upstream off;']),
    ...probeLocations(route),
  );
}

/** Without its prefix a path of the route could be one that only a platform asks: whether the service is well. */
function probeLocations({ stripPrefix, path }: Route): string[][] {
  if (!stripPrefix || path === '/') return [];
  return probePaths.map((probe) => block(`location = ${path}${probe}`, ['return 404;']));
}

/** The values that a request has before a location changes them, on the server level. */
export function locationDefaults(): string[] {
  return [
    'set $route_send "";',
    'set $route_once "";',
    'set $route_prefix "";',
    'set $route_authorization $http_authorization;',
    'set $route_upgrade "";',
    'set $route_connection "";',
  ];
}

/** Name of the file with the accepted login of a password route, below the writable directory. */
export function loginFile(platform: ProxyPlatform, login: string): string {
  return `${platform.writableDirectory}/logins/${login}.htpasswd`;
}

/** `/admin` holds for `/admin` and everything below `/admin/`, and not for `/administrator`. */
function locationMatch(path: string): string {
  return path === '/' ? '/' : `~ ^${escaped(path)}(/|$)`;
}

/** Without its last slash the page's own relative links would lead out of the route. */
function trailingSlashLines(route: Route): string[] {
  if (!route.stripPrefix || route.path === '/') return [];
  return [
    `set $bare_path "$request_method $uri";`,
    ...block(`if ($bare_path ~ "^(GET|HEAD) ${escaped(route.path)}$")`, [
      `return 308 ${route.path}/$is_args$args;`,
    ]),
  ];
}

function accessLines({ access }: Route, platform: ProxyPlatform): string[] {
  switch (access.kind) {
    case 'open':
      return [];
    case 'addresses':
      return [...[...new Set(access.ranges)].sort().map((range) => `allow ${range};`), 'deny all;'];
    case 'password':
      return passwordLines(access.login, platform);
  }
}

function passwordLines(login: Secret | undefined, platform: ProxyPlatform): string[] {
  if (!login) throw new InternalError('a password route has no login');
  return [
    'auth_basic "Please sign in";',
    `auth_basic_user_file ${loginFile(platform, login.name)};`,
    // the login is the proxy's affair: no service may see the password
    'set $route_authorization "";',
  ];
}

function proxyLines(route: Route, { upstreams }: LocationContext): Lines {
  const webSocket = upstreams[route.target]?.protocol === 'websocket';
  const readSeconds = webSocket
    ? Math.max(route.timeoutSeconds, webSocketReadSeconds)
    : route.timeoutSeconds;
  return [
    ...(webSocket
      ? [
          'set $route_upgrade $websocket_upgrade;',
          'set $route_connection $websocket_connection;',
          'proxy_socket_keepalive on;',
        ]
      : []),
    ...stripLines(route),
    `client_max_body_size ${route.bodyLimitKiB}k;`,
    `proxy_read_timeout ${readSeconds}s;`,
    `proxy_pass http://${route.target};`,
  ];
}

function stripLines(route: Route): string[] {
  if (!route.stripPrefix || route.path === '/') return [];
  return [
    `set $route_prefix ${route.path};`,
    // `break` ends the rewrite module's work, so every `set` stands before this line
    `rewrite "(?s)^${escaped(route.path)}/?(.*)$" /$1 break;`,
  ];
}

function statusesToRetry({ retryServerErrors }: Route): string {
  return `${retryServerErrors ? ' http_500' : ''} http_502 http_503 http_504`;
}

function retryLines(statuses: string): string[] {
  return [
    `proxy_next_upstream error timeout${statuses};`,
    'proxy_next_upstream_tries 2;',
    `proxy_next_upstream_timeout ${retrySeconds}s;`,
  ];
}

function escaped(path: string): string {
  return path.replaceAll('.', '\\.');
}

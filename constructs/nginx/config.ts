import { type Route, routeLabel, routeProblems } from '../core/route';
import { shown, throwProblems } from '../core/validation';
import { block, paragraphs } from './block';
import { balancerVariable, deployedBalancer } from './cloud-run-platform';
import { clientLines, ownPaths, redirectMap } from './client';
import { errorMaps, errorPageLines, ownPathPrefix } from './error-page';
import { requestHeaderLines, requestHeaderMaps, responseHeaderLines } from './header';
import { type LocationContext, methodMaps } from './location';
import { accessLogLines } from './log';
import { isLoginName, loginNames } from './login';
import { metricsModuleLines, metricsProgramLines, metricsServer } from './metrics';
import { platformProblems, type ProxyPlatform } from './platform';
import { rateLimitZones } from './rate-limit';
import { serverBlocks } from './server';
import { tlsLines } from './tls';
import {
  type ProxyUpstream,
  resolverLines,
  upstreamBlock,
  upstreamHosts,
  upstreamProblems,
} from './upstream';

/** What a configuration is rendered from. */
export interface NginxConfigProps {
  /** What the public may reach, in any order. */
  readonly routes: readonly Route[];

  /** Where each route's target is reached, by the target's name. Those that no route names are left out. */
  readonly upstreams: Readonly<Record<string, ProxyUpstream>>;

  /** The platform that the proxy runs on. */
  readonly platform: ProxyPlatform;
}

/**
 * The configuration of the reverse proxy. The same routes and upstreams give the same text, in whatever order they are
 * declared. Its first lines, `# slipway:...`, tell the image's entrypoint what to prepare.
 *
 * @example
 * const configuration = renderNginxConfig({
 *   routes: [Route.path('/', 'web')],
 *   upstreams: { web: { host: 'web', port: 3000, keepAliveSeconds: 75, protocol: 'websocket' } },
 *   platform: ecsPlatform({ trustedProxies: ['10.0.0.0/16'] }),
 * });
 *
 * @throws ValidationError with every problem of the routes, the upstreams and the platform
 */
export function renderNginxConfig(props: NginxConfigProps): string {
  throwProblems('the reverse proxy', configProblems(props));
  const lines = paragraphs(
    entrypointLines(props),
    processLines(props.platform),
    block('events', ['worker_connections 2048;']),
    block('http', httpLines(props)),
  );
  return `${lines.join('\n')}\n`;
}

/** Every problem of what a configuration is rendered from. */
export function configProblems({ routes, upstreams, platform }: NginxConfigProps): string[] {
  return [
    ...(routes.length === 0
      ? [`'routes' is empty, so the proxy would serve nothing; add at least one`]
      : []),
    ...routeProblems(routes),
    ...routes.flatMap((route) => targetProblems(route, upstreams)),
    ...Object.entries(upstreams).flatMap(([target, upstream]) =>
      upstreamProblems(target, upstream),
    ),
    ...platformProblems(platform),
  ];
}

function targetProblems(
  route: Route<string | undefined>,
  upstreams: Readonly<Record<string, ProxyUpstream>>,
): string[] {
  const name = `route '${routeLabel(route)}'`;
  const login = route.access.login?.name;
  const problems: string[] = [];
  if (route.target === undefined || !Object.hasOwn(upstreams, route.target)) {
    problems.push(
      `${name}: its target ${shown(route.target)} is none of 'upstreams'; add it there or correct the route`,
    );
  }
  if ([...ownPaths, ownPathPrefix].some((own) => isBelow(route.path, own))) {
    problems.push(
      `${name}: 'path' belongs to the proxy itself (${[...ownPaths, ownPathPrefix].join(', ')}); choose another`,
    );
  }
  if (login !== undefined && !isLoginName(login)) {
    problems.push(
      `${name}: 'access' needs a secret name of lower-case letters, digits and inner hyphens, got ${shown(login)}; use for example 'admin-login'`,
    );
  }
  return problems;
}

function isBelow(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`);
}

/** What the entrypoint prepares before nginx starts; it reads these lines and nothing else of the configuration. */
function entrypointLines(props: NginxConfigProps): string[] {
  const { routes, platform } = props;
  return [
    '# Rendered from typed routes: change those and not this file.',
    ...(platform.listeners === 'https-self-signed' ? ['# slipway:certificate'] : []),
    `# slipway:readiness ${platform.readinessSeconds}`,
    ...(platform.trustedProxies.includes(deployedBalancer)
      ? [`# slipway:balancer ${balancerVariable}`]
      : []),
    ...(platform.resolver === undefined ? staticHosts(props) : []).map(
      (host) => `# slipway:resolve ${host}`,
    ),
    ...loginNames(routes).map((login) => `# slipway:login ${login}`),
  ];
}

/** Names that stand in the hosts file, once each; addresses need no look-up. */
function staticHosts({ routes, upstreams }: NginxConfigProps): string[] {
  const hosts = routes.flatMap(({ target }) => {
    const upstream = upstreams[target];
    return upstream ? upstreamHosts(upstream) : [];
  });
  return [...new Set(hosts)].filter((host) => !/^[0-9.]*$/.test(host)).sort();
}

function processLines(platform: ProxyPlatform): string[] {
  const { drainSeconds, writableDirectory } = platform;
  return [
    ...metricsModuleLines(platform),
    'daemon off;',
    'pcre_jit on;',
    'worker_processes 2;',
    'worker_rlimit_nofile 8192;',
    `worker_shutdown_timeout ${drainSeconds}s;`,
    `pid ${writableDirectory}/run/nginx.pid;`,
    'error_log stderr warn;',
  ];
}

function httpLines({ routes, upstreams, platform }: NginxConfigProps): string[] {
  const context: LocationContext = { upstreams, platform };
  const targets = new Set(routes.map(({ target }) => target));
  const used = Object.entries(upstreams)
    .filter(([target]) => targets.has(target))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return paragraphs(
    limitLines(),
    temporaryPathLines(platform),
    accessLogLines('in pieces'),
    clientLines(platform),
    rateLimitZones(routes, platform),
    redirectMap(),
    methodMaps(),
    requestHeaderMaps(),
    responseHeaderLines(),
    errorMaps(),
    errorPageLines(platform),
    tlsLines(platform),
    [...proxyLines(), ...requestHeaderLines(platform.publicPort)],
    resolverLines(platform),
    ...used.map(([target, upstream]) => upstreamBlock(target, upstream, platform)),
    serverBlocks(routes, context),
    [...metricsProgramLines(platform), ...metricsServer(platform)],
  );
}

function limitLines(): string[] {
  return [
    'default_type application/octet-stream;',
    'server_tokens off;',
    'absolute_redirect off;',
    'merge_slashes on;',
    'underscores_in_headers off;',
    'client_header_timeout 10s;',
    'client_body_timeout 15s;',
    'send_timeout 15s;',
    'client_max_body_size 64k;',
    'large_client_header_buffers 4 8k;',
    'max_headers 100;',
    'reset_timedout_connection on;',
    // above the 60 s after which a balancer closes an idle connection
    'keepalive_timeout 75s;',
    'keepalive_requests 1000;',
  ];
}

/** The root is read-only, so that every file that nginx may write needs a place below the writable directory. */
function temporaryPathLines({ writableDirectory }: ProxyPlatform): string[] {
  return ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${writableDirectory}/temp/${kind};`,
  );
}

function proxyLines(): string[] {
  return ['proxy_http_version 1.1;', 'proxy_connect_timeout 3s;', 'proxy_send_timeout 15s;'];
}

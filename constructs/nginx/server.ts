import type { Route } from '../core/route';
import { block, paragraphs } from './block';
import { redirectLines } from './client';
import { errorLocations } from './error-page';
import { type LocationContext, locationDefaults, routeLocations } from './location';
import { proxyPort, proxyTlsPort } from './platform';

/** One server per host that routes name, and the default one for every other host. */
export function serverBlocks(routes: readonly Route[], context: LocationContext): string[] {
  const hosts = [...new Set(routes.flatMap(({ host }) => host ?? []))].sort();
  return paragraphs(
    server(undefined, routes, context),
    ...hosts.map((host) => server(host, routes, context)),
  );
}

function server(
  host: string | undefined,
  routes: readonly Route[],
  context: LocationContext,
): string[] {
  const { platform } = context;
  const own = routesOf(host, routes);
  const [root] = own.filter(({ path }) => path === '/');
  return block(
    'server',
    paragraphs(
      [...listenLines(host, context), ...(host === undefined ? [] : [`server_name ${host};`])],
      own.length === 0 ? [] : [...redirectLines(platform), ...locationDefaults()],
      ownLocations(context),
      ...own.map((route) => routeLocations(route, context)),
      root === undefined ? block('location /', [missing(host, own)]) : [],
      errorLocations(),
    ),
  );
}

/** The routes that hold for a host: its own and, where it has none for a path, those for every host. Longest first. */
function routesOf(host: string | undefined, routes: readonly Route[]): Route[] {
  const own = routes.filter((route) => host !== undefined && route.host === host);
  const taken = new Set(own.map(({ path }) => path));
  const shared = routes.filter((route) => route.host === undefined && !taken.has(route.path));
  return [...own, ...shared].sort(
    (a, b) => b.path.length - a.path.length || (a.path < b.path ? -1 : 1),
  );
}

/** A host that no route knows gets no answer at all; a known host without a page gets a 404. */
function missing(host: string | undefined, own: readonly Route[]): string {
  return host === undefined && own.length === 0 ? 'return 444;' : 'return 404;';
}

function listenLines(host: string | undefined, { platform }: LocationContext): string[] {
  const options = host === undefined ? ' default_server so_keepalive=on' : '';
  const plain = `listen ${proxyPort}${options};`;
  if (platform.listeners === 'http') return [plain];
  return [plain, `listen ${proxyTlsPort} ssl${options};`];
}

function ownLocations({ platform }: LocationContext): string[] {
  return paragraphs(
    block('location = /healthz', [
      'access_log off;',
      'default_type application/json;',
      `return 200 '{"status":"ok"}\\n';`,
    ]),
    block('location = /readyz', [
      'access_log off;',
      'default_type application/json;',
      // the entrypoint takes this file away when it is told to stop
      ...block(`if (!-f ${platform.writableDirectory}/run/ready)`, ['return 503;']),
      `return 200 '{"status":"ready"}\\n';`,
    ]),
  );
}

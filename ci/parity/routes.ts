import type { RouteFacts } from './facts';
import { argument, type Directive, named, parseNginx } from './nginx-text';

/** What a host and a port of an upstream lead to: `adminapp:3000`, or undefined where nothing is known to be there. */
export type LeadsTo = (host: string, port: string) => string | undefined;

/** The routes of a rendered nginx configuration, by host and path. */
export function routesOf(configuration: string, leadsTo: LeadsTo): Record<string, RouteFacts> {
  const http = named(parseNginx(configuration), 'http').flatMap(({ block }) => block);
  const upstreams = new Map(
    named(http, 'upstream').map(({ words, block }) => [words[1] ?? '', upstreamOf(block, leadsTo)]),
  );
  const routes = named(http, 'server').flatMap(({ block: server }) => {
    const host = argument(server, 'server_name') ?? '';
    const locations = named(server, 'location');
    return locations
      .filter(({ words, block }) => !words[1]?.startsWith('@') && argument(block, 'proxy_pass'))
      .map((location) => [
        `${host === '_' ? '' : host}${pathOf(location)}`,
        routeFacts(location, locations, upstreams),
      ]);
  });
  return withoutInherited(Object.fromEntries(routes) as Record<string, RouteFacts>);
}

/** A route without a host holds for the servers of every host too, where it is not one more. */
function withoutInherited(
  routes: Readonly<Record<string, RouteFacts>>,
): Record<string, RouteFacts> {
  return Object.fromEntries(
    Object.entries(routes).filter(([label, facts]) => {
      const general = routes[label.slice(label.indexOf('/'))];
      return general === facts || JSON.stringify(general) !== JSON.stringify(facts);
    }),
  );
}

/** Every server of an upstream that differs from the first, with what it leads to. */
function upstreamOf(block: readonly Directive[], leadsTo: LeadsTo): string {
  const servers = named(block, 'server').map(({ words }) => words[1] ?? '');
  const ends = servers.map((server) => {
    const [host = '', port = ''] = server.split(':');
    return leadsTo(host, port) ?? `${server}, where nothing is`;
  });
  return [...new Set(ends)].join(' and ');
}

/** `~ ^/admin(/|$)` holds for /admin and everything below it. */
function pathOf({ words }: Directive): string {
  const match = words.slice(1).join(' ');
  const [, below] = /^~ \^(.+)\(\/\|\$\)$/.exec(match) ?? [];
  return (below ?? match).replaceAll('\\', '');
}

/** A route is two locations: what may be repeated, and what may not. Where they differ, both are named. */
function routeFacts(
  location: Directive,
  locations: readonly Directive[],
  upstreams: ReadonlyMap<string, string>,
): RouteFacts {
  const onceName = named(location.block, 'set').find(({ words }) => words[1] === '$route_once')
    ?.words[2];
  const once = locations.find(({ words }) => words[1] === onceName);
  const both = (read: (block: readonly Directive[]) => string): string => {
    const first = read(location.block);
    const second = once ? read(once.block) : first;
    return first === second ? first : `${first}, or ${second} where nothing is repeated`;
  };
  return {
    upstream: both((block) => {
      const target = argument(block, 'proxy_pass')?.replace(/^https?:\/\//, '') ?? '';
      return upstreams.get(target) ?? `${target}, which is no upstream`;
    }),
    access: both(accessOf),
    prefix: both((block) => (named(block, 'rewrite').length > 0 ? 'stripped' : 'kept')),
    timeout: both((block) => argument(block, 'proxy_read_timeout')?.replace(/s$/, ' s') ?? 'unset'),
    body: both(
      (block) => argument(block, 'client_max_body_size')?.replace(/k$/, ' KiB') ?? 'unset',
    ),
    retries: retriesOf(location.block, once?.block ?? []),
    upgrades: both((block) =>
      argument(block, 'set', '$route_upgrade') === '$websocket_upgrade' ? 'yes' : 'no',
    ),
  };
}

function accessOf(block: readonly Directive[]): string {
  const file = argument(block, 'auth_basic_user_file');
  if (file !== undefined) {
    const login = file.slice(file.lastIndexOf('/') + 1).replace(/\.htpasswd$/, '');
    return argument(block, 'auth_basic') === 'off' ? 'open' : `password ${login}`;
  }
  const allowed = named(block, 'allow')
    .map(({ words }) => words[1])
    .sort();
  return named(block, 'deny').length > 0 ? `addresses ${allowed.join(' ')}` : 'open';
}

/** Statuses after which a safe request is tried again, and whether others are. */
function retriesOf(block: readonly Directive[], once: readonly Directive[]): string {
  const [retry] = named(block, 'proxy_next_upstream');
  const statuses = (retry?.words ?? []).flatMap((word) => /^http_(\d+)$/.exec(word)?.[1] ?? []);
  const unsafe = argument(once, 'proxy_next_upstream') === 'off' ? '' : ', unsafe requests too';
  return `${statuses.join(' ') || 'never'}${unsafe}`;
}

import { RateLimit } from '../core/rate-limit';
import { Access, Route, type RouteOptions } from '../core/route';
import { methodMaps, routeLocations } from './location';
import { dockerPlatform } from './platform';
import type { ProxyUpstream } from './upstream';

function locations(
  path: string,
  options: RouteOptions = {},
  protocol: ProxyUpstream['protocol'] = 'http',
): { readonly read: string; readonly send: string; readonly write: string } {
  const upstreams = { web: { host: 'web', port: 8080, keepAliveSeconds: 75, protocol } };
  const context = { upstreams, platform: dockerPlatform() };
  const text = routeLocations(Route.path(path, 'web', options), context).join('\n');
  const [read, send, write] = text.split('\n\n');
  return { read: read!, send: send!, write: write! };
}

describe('routeLocations', () => {
  it.each([
    ['/', 'location / {'],
    ['/admin', 'location ~ ^/admin(/|$) {'],
    ['/a.b/c', 'location ~ ^/a\\.b/c(/|$) {'],
  ])('matches %s as %s', (path, header) => {
    expect(locations(path).read.split('\n')[0]).toBe(header);
  });

  it('sends what may change something to locations of its own', () => {
    const { read, send, write } = locations('/a');

    expect(read).toContain('if ($is_sent_once) {\n    return 419;');
    expect(read).toContain('if ($is_tried_once) {\n    return 418;');
    expect(read).toContain('set $route_send @send/a;');
    expect(read).toContain('set $route_once @once/a;');
    expect(send).toMatch(/^location @send\/a \{/);
    expect(send).toContain('proxy_next_upstream error timeout;');
    expect(write).toMatch(/^location @once\/a \{/);
    expect(write).toContain('proxy_next_upstream off;');
  });

  it('leaves to nginx only the methods that it never sends twice', () => {
    const rows = methodMaps().filter((line) => line.startsWith('  '));

    expect(rows).toEqual([
      ...['POST', 'PATCH', 'LOCK'].map((method) => `  ${method} 1;`),
      '  default 0;',
      ...['GET', 'HEAD', 'OPTIONS'].map((method) => `  ${method} 0;`),
      '  default 1;',
    ]);
  });

  it('repeats a read once, after a 500 only where the route asks for it', () => {
    const again = 'proxy_next_upstream error timeout http_502 http_503 http_504;';

    expect(locations('/a').read).toContain(again);
    expect(locations('/a').read).toContain('proxy_next_upstream_tries 2;');
    expect(locations('/a', { retryServerErrors: true }).read).toContain(
      'timeout http_500 http_502',
    );
  });

  it.each([
    ['http', 20, 20],
    ['websocket', 20, 90],
    ['websocket', 600, 600],
  ] as const)('reads from %s within %i s for %i s', (protocol, timeoutSeconds, seconds) => {
    const { read, write } = locations('/a', { timeoutSeconds }, protocol);

    expect(read).toContain(`proxy_read_timeout ${seconds}s;`);
    expect(write).toContain(`proxy_read_timeout ${seconds}s;`);
  });

  it('lets a socket be silent for longer than its two pings, and no other request', () => {
    const [pingSeconds, pongSeconds] = [25, 20];
    const seconds = (protocol: ProxyUpstream['protocol']) =>
      Number(/proxy_read_timeout (\d+)s/.exec(locations('/a', {}, protocol).read)![1]);

    expect(seconds('websocket')).toBeGreaterThan(pingSeconds + pongSeconds);
    expect(seconds('http')).toBe(Route.path('/a', 'web').timeoutSeconds);
  });

  it('lets upgrades pass to WebSocket services alone', () => {
    expect(locations('/a', {}, 'websocket').read).toContain(
      'set $route_upgrade $websocket_upgrade;',
    );
    expect(locations('/a').read).not.toContain('websocket_upgrade');
  });

  it.each(['read', 'send', 'write'] as const)('counts each client: %s', (kind) => {
    const own = RateLimit.perClient({ requestsPerSecond: 5, burst: 0 });

    expect(locations('/a')[kind]).toContain('limit_req zone=clients burst=2000 nodelay;');
    expect(locations('/a', { rateLimit: own })[kind]).toContain('limit_req zone=clients@/a;');
    expect(locations('/a', { rateLimit: RateLimit.off() })[kind]).not.toContain('limit_req');
  });

  it.each(['http', 'websocket'] as const)('refuses an upgrade in absolute form: %s', (protocol) => {
    expect(locations('/a', {}, protocol).read).toContain(
      'if ($refused_upgrade) {\n    return 400;',
    );
  });

  it('limits bodies by route, for reads and writes', () => {
    const { read, write } = locations('/a', { bodyLimitKiB: 2048 });

    expect(read).toContain('client_max_body_size 2048k;');
    expect(write).toContain('client_max_body_size 2048k;');
  });

  it.each([
    [
      'a password',
      Access.password('a-login'),
      [
        'auth_basic_user_file /var/lib/reverse-proxy/logins/a-login.htpasswd;',
        'set $route_authorization "";',
      ],
    ],
    [
      'addresses',
      Access.addresses(['2001:db8::/32', '10.0.0.0/8', '10.0.0.0/8']),
      ['  allow 10.0.0.0/8;\n  allow 2001:db8::/32;\n  deny all;'],
    ],
  ])('guards reads and writes by %s', (_, access, guards) => {
    const { read, write } = locations('/a', { access });

    for (const guard of guards) {
      expect(read).toContain(guard);
      expect(write).toContain(guard);
    }
  });

  it('sets every variable before the line that ends the rewriting', () => {
    for (const text of Object.values(locations('/a', { stripPrefix: true }, 'websocket'))) {
      const [, after] = text.split(' break;');

      expect(after).toBeDefined();
      expect(after).not.toMatch(/\b(set|if|return|rewrite)\b/);
    }
  });

  it('tells nobody outside whether a service is well, where its prefix is removed', () => {
    const route = (options: RouteOptions) =>
      routeLocations(Route.path('/a', 'web', options), {
        upstreams: { web: { host: 'web', port: 8080, keepAliveSeconds: 75, protocol: 'http' } },
        platform: dockerPlatform(),
      }).join('\n');

    for (const probe of ['/a/healthz', '/a/readyz']) {
      expect(route({ stripPrefix: true })).toContain(`location = ${probe} {\n  return 404;\n}`);
    }
    expect(route({})).not.toContain('location =');
  });

  it('has nothing to strip from the root', () => {
    expect(locations('/', { stripPrefix: true })).toEqual(locations('/'));
  });
});

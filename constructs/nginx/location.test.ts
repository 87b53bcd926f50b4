import { Access, Route, type RouteOptions } from '../core/route';
import { routeLocations } from './location';
import { dockerPlatform } from './platform';
import type { ProxyUpstream } from './upstream';

function locations(
  path: string,
  options: RouteOptions = {},
  protocol: ProxyUpstream['protocol'] = 'http',
): { readonly read: string; readonly write: string } {
  const upstreams = { web: { host: 'web', port: 8080, keepAliveSeconds: 75, protocol } };
  const context = { upstreams, platform: dockerPlatform() };
  const text = routeLocations(Route.path(path, 'web', options), context).join('\n');
  const [read, write] = text.split('\n\n');
  return { read: read!, write: write! };
}

describe('routeLocations', () => {
  it.each([
    ['/', 'location / {'],
    ['/admin', 'location ~ ^/admin(/|$) {'],
    ['/a.b/c', 'location ~ ^/a\\.b/c(/|$) {'],
  ])('matches %s as %s', (path, header) => {
    expect(locations(path).read.split('\n')[0]).toBe(header);
  });

  it('sends everything that may change something to a location without repetition', () => {
    const { read, write } = locations('/a');

    expect(read).toContain('if ($request_method !~ "^(GET|HEAD|OPTIONS)$") {\n    return 418;');
    expect(read).toContain('set $route_once @once/a;');
    expect(write).toMatch(/^location @once\/a \{/);
    expect(write).toContain('proxy_next_upstream off;');
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

  it('lets upgrades pass to WebSocket services alone', () => {
    expect(locations('/a', {}, 'websocket').read).toContain(
      'set $route_upgrade $websocket_upgrade;',
    );
    expect(locations('/a').read).not.toContain('upgrade');
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

  it('has nothing to strip from the root', () => {
    expect(locations('/', { stripPrefix: true })).toEqual(locations('/'));
  });
});

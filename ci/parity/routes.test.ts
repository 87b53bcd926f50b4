import { Access, defineSystem, Image, Route } from '../../constructs/core';
import { resolveWorkload } from '../../constructs/core/workload';
import { renderNginxConfig } from '../../constructs/nginx/config';
import { cloudRunPlatform } from '../../constructs/nginx/cloud-run-platform';
import { dockerPlatform, ecsPlatform } from '../../constructs/nginx/platform';
import { declaredFacts } from './declared';
import { finalUser } from './dockerfile';
import { parseNginx } from './nginx-text';
import { routesOf } from './routes';

const image = Image.fromRegistry(`registry.example.org/team/api@sha256:${'0'.repeat(64)}`);
const health = { path: '/healthz' };
const declared = defineSystem({
  workloads: {
    web: { image, health, port: 3000 },
    chat: { image, health, port: 4000, protocol: 'websocket' },
  },
  routes: [
    Route.path('/', 'web'),
    Route.path('/a.b/c', 'web', { stripPrefix: true, timeoutSeconds: 7, bodyLimitKiB: 1024 }),
    Route.path('/office', 'web', { access: Access.addresses(['203.0.113.0/24', '2001:db8::/32']) }),
    Route.path('/keys', 'web', { access: Access.password('keys-login'), retryServerErrors: true }),
    Route.path('/chat', 'chat', { timeoutSeconds: 3600 }),
    Route.path('/', 'chat', { host: 'chat.example.org', timeoutSeconds: 120 }),
  ],
});
const upstreams = Object.fromEntries(
  Object.entries(declared.workloads).map(([host, workload]) => {
    const { port, keepAliveSeconds, protocol } = resolveWorkload(workload);
    return [host, { host, port, keepAliveSeconds, protocol }];
  }),
);
const leadsTo = (host: string, port: string): string => `${host}:${port}`;

describe('the routes of a configuration', () => {
  it.each([
    ['Docker', dockerPlatform()],
    ['ECS', ecsPlatform({ trustedProxies: ['10.0.0.0/16'] })],
    ['Cloud Run', cloudRunPlatform()],
  ])('are read as they were declared, with every option: %s', (_, platform) => {
    const configuration = renderNginxConfig({ routes: declared.routes, upstreams, platform });

    expect(routesOf(configuration, leadsTo)).toEqual(declaredFacts(declared).routes);
  });

  it('say where an upstream leads to nothing, or its servers differ', () => {
    const configuration = `http {
      upstream a { server x:1; server y:2; }
      upstream b { server z:3; }
      server { location /a { proxy_pass http://a; } location /b { proxy_pass http://b; } }
    }`;
    const routes = routesOf(configuration, (host) => (host === 'z' ? undefined : host));

    expect(routes['/a']!.upstream).toBe('x and y');
    expect(routes['/b']!.upstream).toBe('z:3, where nothing is');
  });

  it('say where what may not be repeated goes elsewhere', () => {
    const configuration = `http {
      upstream a { server x:1; }
      server {
        location /a { set $route_once @b; auth_basic_user_file /k/l.htpasswd; proxy_pass http://a; }
        location @b { proxy_pass http://c; proxy_next_upstream off; }
      }
    }`;

    expect(routesOf(configuration, leadsTo)['/a']).toMatchObject({
      upstream: 'x:1, or c, which is no upstream where nothing is repeated',
      access: 'password l, or open where nothing is repeated',
      retries: 'never',
    });
  });
});

describe('parseNginx', () => {
  it('reads quoted texts with signs and quotes in them, and skips comments', () => {
    const text = `a 'x; }' "y \\" {"; # b c;\nd ~ ^/e(/|$) { f; }`;

    expect(parseNginx(text)).toEqual([
      { words: ['a', 'x; }', 'y \\" {'], block: [] },
      { words: ['d', '~', '^/e(/|$)'], block: [{ words: ['f'], block: [] }] },
    ]);
  });
});

describe('finalUser', () => {
  it.each([
    ['FROM a\nUSER 1:1\n', '1'],
    ['FROM a\nUSER 1\nFROM b\nRUN c\n', '0'],
    ['FROM a\nUSER root\nUSER 101:101\n', '101'],
  ])('is that of the last stage: %j', (dockerfile, user) => {
    expect(finalUser(dockerfile)).toBe(user);
  });
});

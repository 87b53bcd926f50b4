import { Route } from '../core/route';
import { ecsPlatform } from './platform';
import { serverBlocks } from './server';

const platform = ecsPlatform({ trustedProxies: ['10.0.0.0/16'] });
const web = { host: 'web', port: 8080, keepAliveSeconds: 75, protocol: 'http' } as const;

function servers(...routes: Route[]): string[] {
  const text = serverBlocks(routes, { upstreams: { web, admin: web }, platform }).join('\n');
  return text.split(/\n(?=server \{)/);
}

describe('serverBlocks', () => {
  it('are one for every host where no route names a host', () => {
    const [only, ...more] = servers(Route.path('/', 'web'));

    expect(more).toEqual([]);
    expect(only).toContain('listen 8080 default_server');
    expect(only).not.toContain('server_name');
  });

  it('give an unknown host no answer, not even a redirect, but health', () => {
    const [unknown, known] = servers(Route.path('/', 'web', { host: 'app.example.org' }));

    expect(unknown).toContain('location / {\n    return 444;');
    expect(unknown).not.toContain('redirect_to_https');
    expect(unknown).toContain('location = /healthz');
    expect(known).toContain('server_name app.example.org;');
    expect(known).toContain('redirect_to_https');
  });

  it('answer 404 where a known host has no page', () => {
    expect(servers(Route.path('/a', 'web'))[0]).toContain('location / {\n    return 404;');
  });

  it("prefer a host's own route over the one for every host", () => {
    const [everyone, own] = servers(
      Route.path('/', 'web'),
      Route.path('/shared', 'web'),
      Route.path('/', 'admin', { host: 'admin.example.org' }),
    );

    expect(everyone!.match(/proxy_pass \S+/g)).toEqual(Array(6).fill('proxy_pass http://web;'));
    expect(own!.match(/proxy_pass \S+/g)).toEqual([
      ...Array<string>(3).fill('proxy_pass http://web;'),
      ...Array<string>(3).fill('proxy_pass http://admin;'),
    ]);
  });
});

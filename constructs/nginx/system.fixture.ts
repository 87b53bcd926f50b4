import { Access, Route } from '../core/route';
import type { NginxConfigProps } from './config';
import { cloudRunPlatform, deployedBalancer } from './cloud-run-platform';
import { dockerPlatform, ecsPlatform } from './platform';
import type { ProxyUpstream } from './upstream';

const http = (host: string, port: number, keepAliveSeconds = 75): ProxyUpstream => ({
  host,
  port,
  keepAliveSeconds,
  protocol: 'http',
});

const upstreams: Readonly<Record<string, ProxyUpstream>> = {
  webapp: { host: 'webapp', port: 3000, keepAliveSeconds: 75, protocol: 'websocket' },
  adminapp: http('adminapp', 3000),
  'users-form': http('users-form', 8000),
  'site-a': http('site-a', 8080),
  uptime: http('uptime', 8080, 15),
};

const routes: readonly Route[] = [
  Route.path('/', 'webapp'),
  Route.path('/admin', 'adminapp', { access: Access.password('admin-login') }),
  Route.path('/form', 'users-form', { stripPrefix: true }),
  Route.path('/site-a', 'site-a', { stripPrefix: true }),
  Route.path('/uptime', 'uptime', { retryServerErrors: true, timeoutSeconds: 15 }),
];

/** On Cloud Run every upstream is a port of the sidecar. */
function throughSidecar(): Record<string, ProxyUpstream> {
  return Object.fromEntries(
    Object.entries(upstreams).map(([name, { protocol }], at) => [
      name,
      { host: '127.0.0.1', port: 20001 + at, keepAliveSeconds: 75, protocol },
    ]),
  );
}

/** One configuration of each kind; each has a golden file of the same name. */
export const examples: Readonly<Record<string, NginxConfigProps>> = {
  minimal: {
    routes: [Route.path('/', 'web')],
    upstreams: { web: http('web', 8080) },
    platform: ecsPlatform({ trustedProxies: ['10.0.0.0/16'] }),
  },
  'ecs-system': { routes, upstreams, platform: ecsPlatform({ trustedProxies: ['10.0.0.0/16'] }) },
  cloudfront: {
    routes: [Route.path('/', 'web')],
    upstreams: { web: http('web', 8080) },
    platform: ecsPlatform({
      trustedProxies: ['10.0.0.0/16'],
      chainedProxies: true,
      schemeHeader: 'X-Viewer-Scheme',
    }),
  },
  'cloud-run-system': { routes, upstreams: throughSidecar(), platform: cloudRunPlatform() },
  // behind a balancer whose address only the deployment knows
  'cloud-run-balancer': {
    routes: [Route.path('/', 'webapp', { access: Access.addresses(['203.0.113.0/24']) })],
    upstreams: throughSidecar(),
    platform: cloudRunPlatform({ balancerAddresses: [deployedBalancer] }),
  },
  'docker-system': { routes, upstreams, platform: dockerPlatform() },
  hosts: {
    routes: [
      Route.path('/', 'web', { host: 'app.example.org' }),
      Route.path('/', 'admin', {
        host: 'admin.example.org',
        access: Access.addresses(['203.0.113.0/24', '2001:db8::/32']),
      }),
      Route.path('/files', 'web', { host: 'app.example.org', bodyLimitKiB: 10240 }),
    ],
    upstreams: { web: http('web', 8080), admin: http('admin', 8080) },
    platform: ecsPlatform({
      trustedProxies: ['10.0.0.0/16', '192.0.2.0/24'],
      chainedProxies: true,
    }),
  },
};

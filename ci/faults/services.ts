import { resolve } from 'node:path';
import { Route } from '../../constructs/core';
import {
  configVariable,
  dockerPlatform,
  encodeConfig,
  renderNginxConfig,
} from '../../constructs/nginx';
import type { Container, ContainerOptions } from './container';
import type { Lab } from './lab';

/** How users-api is started. */
interface UsersApiOptions {
  readonly volume: string;
  readonly journal?: 'wal' | 'delete';
  readonly lockWaitSeconds?: number;
}

/** Starts users-api on a volume and waits until it serves. */
export function startUsersApi(lab: Lab, options: UsersApiOptions): Promise<Container> {
  return lab.start(usersApi(options));
}

/** users-api on a volume. */
export function usersApi(options: UsersApiOptions): ContainerOptions {
  const { volume, journal = 'wal', lockWaitSeconds = 10 } = options;
  return {
    service: 'users-api',
    port: 8080,
    ready: '/healthz',
    mounts: { '/data': volume },
    environment: { DB_JOURNAL: journal, DB_LOCK_WAIT_SECONDS: String(lockWaitSeconds) },
  };
}

/** The cache that replicas share; they are ready once it has answered. */
export const cache: ContainerOptions = { service: 'cache' };

/** Where a service finds the cache. */
const withCache = { REDIS_URL: 'redis://cache:6379' };

/** goapp on its own, or on the cache. */
export function goapp(state: 'in-memory' | 'in-cache'): ContainerOptions {
  const environment = state === 'in-cache' ? withCache : {};
  return { service: 'goapp', port: 8080, ready: '/readyz', environment };
}

/** The page in front of goapp. */
export const adminapp: ContainerOptions = {
  service: 'adminapp',
  port: 3000,
  ready: '/readyz',
  environment: { BACKEND_URL: 'http://goapp:8080' },
};

/** The form in front of users-api. */
export const usersForm: ContainerOptions = {
  service: 'users-form',
  port: 8000,
  ready: '/readyz',
  environment: { BACKEND_HOST: 'users-api', BACKEND_PORT: '8080' },
};

/** Pages of the repository. */
export const staticSite: ContainerOptions = {
  service: 'static-site',
  port: 8080,
  ready: '/readyz',
  mounts: { '/content': `${resolve('services/static-site/pages/site-a')}:ro` },
};

/** The page that fails one time in ten. */
export const uptime: ContainerOptions = { service: 'uptime', port: 8080, ready: '/' };

/** The Socket.IO server, on the cache. */
export const pythonapp: ContainerOptions = {
  service: 'pythonapp',
  port: 8090,
  ready: '/readyz',
  environment: withCache,
};

/** The chat page and its relay. */
export const webapp: ContainerOptions = {
  service: 'webapp',
  port: 3000,
  ready: '/readyz',
  environment: { BACKEND_URL: 'http://pythonapp:8090' },
};

const upstream = { keepAliveSeconds: 75, protocol: 'http' } as const;

/** The proxy with a route to each service, rendered as for a laptop. */
export function proxy(): ContainerOptions {
  const configuration = renderNginxConfig({
    routes: [
      Route.path('/', 'webapp', { timeoutSeconds: 90 }),
      Route.path('/goapp', 'goapp', { stripPrefix: true }),
      Route.path('/users-api', 'users-api', { stripPrefix: true }),
      Route.path('/form', 'users-form', { stripPrefix: true }),
      Route.path('/site', 'static-site', { stripPrefix: true }),
      Route.path('/uptime', 'uptime', { retryServerErrors: true, timeoutSeconds: 10 }),
    ],
    upstreams: {
      webapp: { ...upstream, host: 'webapp', port: 3000, protocol: 'websocket' },
      goapp: { ...upstream, host: 'goapp', port: 8080 },
      'users-api': { ...upstream, host: 'users-api', port: 8080 },
      'users-form': { ...upstream, host: 'users-form', port: 8000 },
      'static-site': { ...upstream, host: 'static-site', port: 8080 },
      uptime: { ...upstream, host: 'uptime', port: 8080, keepAliveSeconds: 15 },
    },
    platform: dockerPlatform(),
  });
  return {
    service: 'reverse-proxy',
    port: 8443,
    ready: '/readyz',
    environment: { [configVariable]: encodeConfig(configuration) },
  };
}

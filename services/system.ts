import { Access, Backing, defineSystem, Image, Route, type Workload } from '../constructs/core';

/** The way in: its routes are the system's, so it is no workload of its own. */
export const proxyImage = Image.fromFolder('services/reverse-proxy');

/** The cache of a laptop; in the clouds a managed one takes its place. */
export const cacheImage = Image.fromFolder('services/cache');

/** Restores and copies a SQLite file where no disk outlives its container. */
export const litestreamImage = Image.fromFolder('services/litestream');

/** Asks the Node server beside it for its health. */
const nodeHealthcheck = ['/nodejs/bin/node', '/app/server.js', 'healthcheck'];

/** One image of which each container serves other pages. */
const site: Workload = {
  image: Image.fromFolder('services/static-site'),
  port: 8080,
  metricsPort: 9090,
  health: { path: '/healthz', command: ['/static-site', 'healthcheck'] },
};

/** Scrapes every service of the compose file, for whoever turns its profile on. */
export const prometheusImage = Image.fromFolder('services/prometheus');

/** What runs, what keeps data, who calls whom and what the public may reach. Every stack and the compose file render this. */
export const system = defineSystem({
  workloads: {
    goapp: {
      image: Image.fromFolder('services/goapp'),
      port: 8080,
      metricsPort: 9090,
      health: { path: '/healthz', command: ['/goapp', 'healthcheck'] },
    },
    adminapp: {
      image: Image.fromFolder('services/adminapp'),
      port: 3000,
      metricsPort: 9090,
      health: { path: '/healthz', command: nodeHealthcheck },
    },
    pythonapp: {
      image: Image.fromFolder('services/pythonapp'),
      port: 8090,
      metricsPort: 9090,
      protocol: 'websocket',
      health: { path: '/healthz', command: ['/app/bin/python', '-m', 'pythonapp', 'healthcheck'] },
    },
    webapp: {
      image: Image.fromFolder('services/webapp'),
      port: 3000,
      metricsPort: 9090,
      protocol: 'websocket',
      health: { path: '/healthz', command: nodeHealthcheck },
    },
    'users-api': {
      image: Image.fromFolder('services/users-api'),
      port: 8080,
      metricsPort: 9090,
      health: { path: '/healthz', command: ['/users-api', 'healthcheck'] },
    },
    'users-form': {
      image: Image.fromFolder('services/users-form'),
      port: 8000,
      metricsPort: 9090,
      health: { path: '/healthz', command: ['python', '-m', 'users_form', 'healthcheck'] },
    },
    'site-a': site,
    'site-b': site,
    uptime: {
      image: Image.fromFolder('services/uptime'),
      port: 8080,
      // one answer in ten is a 500 by nature: fewer failures in a row would come by chance
      health: { path: '/', command: ['/uptime', 'healthcheck'], failuresToUnhealthy: 5 },
      keepAliveSeconds: 15,
    },
  },
  backings: {
    users: Backing.files({ singleWriter: true }),
    cache: Backing.cache(),
    pages: Backing.bucket({ content: 'services/static-site/pages' }),
  },
  connections: [
    { from: 'adminapp', to: 'goapp', environment: (goapp) => ({ BACKEND_URL: goapp.url }) },
    { from: 'goapp', to: 'cache', environment: (cache) => ({ REDIS_URL: cache.url }) },
    { from: 'webapp', to: 'pythonapp', environment: (chat) => ({ BACKEND_URL: chat.url }) },
    { from: 'pythonapp', to: 'cache', environment: (cache) => ({ REDIS_URL: cache.url }) },
    {
      from: 'users-form',
      to: 'users-api',
      environment: ({ host, port }) => ({ BACKEND_HOST: host, BACKEND_PORT: String(port) }),
    },
    {
      from: 'users-api',
      to: 'users',
      environment: ({ path, network, replicated = false }) => ({
        DB_PATH: `${path}/users.db`,
        // the faster journal needs memory that processes share, which a network's disk has not
        DB_JOURNAL: network ? 'delete' : 'wal',
        ...(replicated ? { DB_LOCKING: 'shared' } : {}),
      }),
    },
    { from: 'site-a', to: 'pages', environment: ({ uri }) => ({ CONTENT_URI: `${uri}/site-a` }) },
    { from: 'site-b', to: 'pages', environment: ({ uri }) => ({ CONTENT_URI: `${uri}/site-b` }) },
  ],
  routes: [
    // twice what a chat may be silent: a ping every 25 s, and 20 s for its answer
    Route.path('/', 'webapp', { timeoutSeconds: 90 }),
    Route.path('/admin', 'adminapp', { access: Access.password('admin-login') }),
    Route.path('/form', 'users-form', { stripPrefix: true }),
    Route.path('/site-a', 'site-a', { stripPrefix: true }),
    Route.path('/site-b', 'site-b', { stripPrefix: true }),
    // within the idle time of its connections, which the frozen server closes after 15 s
    Route.path('/uptime', 'uptime', { retryServerErrors: true, timeoutSeconds: 10 }),
  ],
});

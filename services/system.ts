import { Access, defineSystem, Image, Route } from '../constructs/core';

/** The way in: its routes are the system's, so it is no workload of its own. */
export const proxyImage = Image.fromFolder('services/reverse-proxy');

/** The cache of a laptop; in the clouds a managed one takes its place. */
export const cacheImage = Image.fromFolder('services/cache');

/** What runs, who calls whom and what the public may reach. Every stack and the compose file render this. */
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
      health: {
        path: '/healthz',
        command: ['/nodejs/bin/node', '/app/server.js', 'healthcheck'],
      },
    },
    uptime: {
      image: Image.fromFolder('services/uptime'),
      port: 8080,
      // one answer in ten is a 500 by nature: fewer failures in a row would come by chance
      health: { path: '/', command: ['/uptime', 'healthcheck'], failuresToUnhealthy: 5 },
      keepAliveSeconds: 15,
    },
  },
  connections: [
    { from: 'adminapp', to: 'goapp', environment: (goapp) => ({ BACKEND_URL: goapp.url }) },
  ],
  routes: [
    Route.path('/admin', 'adminapp', { access: Access.password('admin-login') }),
    // within the idle time of its connections, which the frozen server closes after 15 s
    Route.path('/uptime', 'uptime', { retryServerErrors: true, timeoutSeconds: 10 }),
  ],
});

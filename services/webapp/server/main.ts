import { Gateway } from '../relay/gateway';
import { createRelayMetrics } from '../relay/metrics';
import { createApp } from './app';
import { healthcheck, type Health } from './health';
import { createPublicServer, listen, stop } from './lifecycle';
import { captureConsole, createLog, describe, type Log } from './log';
import { createMetrics, createMetricsServer } from './metrics';
import { createNextHandler } from './next-handler';
import { readSettings } from './settings';
import { createUpgradeListener } from './upgrade';

/** `node server.js` serves until SIGTERM, `node server.js healthcheck` asks whether it does. */
async function main(log: Log): Promise<void> {
  const settings = readSettings(process.env);
  if (process.argv[2] === 'healthcheck') return healthcheck(settings.port);

  // asked for first: as process 1 node has no default for a signal that comes during the start
  const stopRequested = signalled('SIGTERM', 'SIGINT');
  const health: Health = { ready: false };
  const metrics = createMetrics();
  captureConsole(log);
  const next = await createNextHandler(__dirname);
  const gateway = new Gateway({
    ...settings,
    metrics: createRelayMetrics(metrics.registry),
    log,
  });
  const app = createApp({ ...next, gateway, health, metrics, log });
  const server = createPublicServer(app);
  server.on('upgrade', createUpgradeListener({ app, gateway, metrics }));
  const metricsServer = createMetricsServer(metrics.registry);

  const metricsPort = await listen(metricsServer, settings.metricsPort);
  const port = await listen(server, settings.port);
  health.ready = true;
  log('info', 'listening', { port, metrics_port: metricsPort });

  await stopRequested;
  await stop({ server, metricsServer, sockets: gateway, health, log });
}

function signalled(...signals: NodeJS.Signals[]): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of signals) process.on(signal, () => resolve());
  });
}

const log = createLog();
main(log).then(
  // next keeps timers of its own, which would keep the process
  () => process.exit(0),
  (cause: unknown) => {
    log('error', 'failed', { error: describe(cause) });
    process.exit(1);
  },
);

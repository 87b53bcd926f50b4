import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Health } from './health';
import type { Log } from './log';

// longer than the 60 s after which a load balancer drops an idle connection: the side that sends requests
// must be the one that closes, or it meets a closed connection and answers 502
const KEEP_ALIVE_TIMEOUT_MS = 75_000;
const HEADERS_TIMEOUT_MS = 76_000;
const REQUEST_TIMEOUT_MS = 80_000;
// together below 10 s, which is all that Cloud Run gives between SIGTERM and SIGKILL
const DRAIN_DELAY_MS = 2_000;
const FINISH_TIMEOUT_MS = 6_000;
const IDLE_SWEEP_MS = 100;

/** The sockets that requests have become: the HTTP server no longer closes them itself. */
export interface Sockets {
  close(): Promise<void>;
  cutOff(): void;
}

export interface Service {
  readonly server: Server;
  readonly metricsServer: Server;
  readonly sockets: Sockets;
  readonly health: Health;
  readonly log: Log;
}

/** A server whose every wait has an end. */
export function createPublicServer(listener: RequestListener): Server {
  return createServer(
    {
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
    },
    listener,
  );
}

/** Listens on every address and returns the port, which the system picks when asked for 0. */
export async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '0.0.0.0');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** Lets the balancer see "not ready" before the port closes, so that no new request meets a closed port. */
export async function stop({
  server,
  metricsServer,
  sockets,
  health,
  log,
}: Service): Promise<void> {
  health.ready = false;
  log('info', 'stopping', { drain_seconds: DRAIN_DELAY_MS / 1000 });
  await sleep(DRAIN_DELAY_MS);

  const finished = once(server, 'close');
  server.close();
  // only now: their clients connect again at once, which must not lead them back here
  await sockets.close();
  // node closes what is idle now, not what becomes idle after its last answer
  const sweep = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS);
  const cutOff = setTimeout(() => {
    // a client that never ends its request must not turn a deployment into a failed task
    log('error', 'requests cut off');
    server.closeAllConnections();
    sockets.cutOff();
  }, FINISH_TIMEOUT_MS);
  await finished;
  clearTimeout(cutOff);
  clearInterval(sweep);

  // last, so that the final requests can still be scraped; a scrape is not worth waiting for
  metricsServer.close();
  metricsServer.closeAllConnections();
  log('info', 'stopped');
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { request } from 'node:http';

import { writeError, writeJson } from './response';

export const HEALTH_ROUTES = ['/healthz', '/readyz'];

const HEALTHCHECK_TIMEOUT_MS = 3_000;

/** What the probes ask about; `ready` turns true once the server listens and false at SIGTERM. */
export interface Health {
  ready: boolean;
}

/** Answers /healthz and /readyz; returns false for any other route. */
export function answerHealth(
  health: Health,
  route: string,
  req: IncomingMessage,
  res: ServerResponse,
): boolean {
  if (!HEALTH_ROUTES.includes(route)) return false;

  if (req.method !== 'GET' && req.method !== 'HEAD') {
    res.setHeader('Allow', 'GET, HEAD');
    writeError(res, 405, `method must be GET or HEAD, got ${req.method}`);
  } else if (route === '/healthz') {
    writeJson(res, 200, { status: 'ok' });
  } else if (health.ready) {
    writeJson(res, 200, { status: 'ready' });
  } else {
    writeError(res, 503, 'not accepting traffic');
  }
  return true;
}

/** Asks the server in the same container; the image has no shell and no curl to do it with. */
export function healthcheck(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const url = `http://127.0.0.1:${port}/healthz`;
    const probe = request(url, { timeout: HEALTHCHECK_TIMEOUT_MS }, (response) => {
      response.resume();
      if (response.statusCode === 200) resolve();
      else reject(new Error(`${url} answered ${response.statusCode}, not 200`));
    });
    probe.on('timeout', () => probe.destroy(new Error(`${url} did not answer in time`)));
    probe.on('error', reject);
    probe.end();
  });
}

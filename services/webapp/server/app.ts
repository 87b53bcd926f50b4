import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

import type { Gateway } from '../relay/gateway';
import { MAX_BODY_BYTES, isBodySmall } from './body';
import { requestId, setSecurityHeaders, stripInternalHeaders } from './headers';
import { answerHealth, type Health } from './health';
import { describe, type Fields, type Log } from './log';
import type { Metrics } from './metrics';
import { writeError } from './response';
import { isSocketRoute, pathOf, routeLabel } from './route';

const CLIENT_CLOSED_REQUEST = 499;

export type Handler = (req: IncomingMessage, res: ServerResponse) => Promise<void>;

export interface AppOptions {
  /** Answers what is neither a health route nor the socket's. */
  readonly handler: Handler;
  readonly gateway: Pick<Gateway, 'findRefusal'>;
  readonly contentSecurityPolicy: string;
  readonly health: Health;
  readonly metrics: Metrics;
  readonly log: Log;
}

/** Gives every request an id, security headers, one log line and its place in the metrics. */
export function createApp(options: AppOptions): RequestListener {
  return (req, res) => {
    const path = pathOf(req);
    observe(options, req, res, path);
    stripInternalHeaders(req);
    setSecurityHeaders(res, options.contentSecurityPolicy);
    if (!options.health.ready) res.setHeader('Connection', 'close');

    if (!path.startsWith('/')) {
      // an absolute URL here is how a proxy is asked to fetch something else
      writeError(res, 400, 'request target must be a path');
      return;
    }
    if (answerHealth(options.health, path, req, res)) return;
    answer(options, path, req, res).catch((cause: unknown) => {
      options.log('error', 'handler failed', { error: describe(cause) });
      if (res.headersSent) res.destroy();
      else writeError(res, 500, 'internal error');
    });
  };
}

async function answer(
  { gateway, handler }: AppOptions,
  path: string,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  if (hasBody(req) && !(await isBodySmall(req))) {
    writeError(res, 413, `body must be at most ${MAX_BODY_BYTES} bytes`);
  } else if (req.method !== 'GET' && req.method !== 'HEAD') {
    res.setHeader('Allow', isSocketRoute(path) ? 'GET' : 'GET, HEAD');
    writeError(res, 405, `method must be GET, got ${req.method}`);
  } else if (isSocketRoute(path)) {
    // an accepted handshake never comes here
    const { status, error } = gateway.findRefusal(req) ?? { status: 400, error: 'not an upgrade' };
    if (status === 405) res.setHeader('Allow', 'GET');
    writeError(res, status, error);
  } else {
    // a page names the files of its build, so it is asked for each time; those files never change
    if (!path.startsWith('/_next/')) res.setHeader('Cache-Control', 'no-cache');
    await handler(req, res);
  }
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function observe(
  { metrics, log }: AppOptions,
  req: IncomingMessage,
  res: ServerResponse,
  path: string,
): void {
  const started = performance.now();
  const method = req.method ?? '';
  const id = requestId(req);
  req.headers['x-request-id'] = id;
  res.setHeader('X-Request-Id', id);
  metrics.begin();
  // unlike 'finish', 'close' also comes when the client goes away first
  res.once('close', () => {
    const took = performance.now() - started;
    const status = res.writableFinished ? res.statusCode : CLIENT_CLOSED_REQUEST;
    metrics.end(method, routeLabel(path), status, took / 1000);
    const fields: Fields = { method, path, status, duration_ms: round(took), request_id: id };
    log(status >= 500 ? 'error' : 'info', 'request served', fields);
  });
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}

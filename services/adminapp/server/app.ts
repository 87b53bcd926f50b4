import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

import { requestId, setSecurityHeaders, stripInternalHeaders } from './headers';
import { HEALTH_ROUTES, answerHealth, type Health } from './health';
import { describe, type Fields, type Log } from './log';
import type { Metrics } from './metrics';
import { writeError } from './response';

const CLIENT_CLOSED_REQUEST = 499;

export type Handler = (req: IncomingMessage, res: ServerResponse) => Promise<void>;

export interface AppOptions {
  /** Answers what is not a health route. */
  readonly handler: Handler;
  /** Where the application is mounted; empty for the root. */
  readonly basePath: string;
  /** Names the route of a path below the base path; bounded, since each name is a metric series. */
  readonly routeLabel: (path: string) => string;
  readonly contentSecurityPolicy: string;
  readonly health: Health;
  readonly metrics: Metrics;
  readonly log: Log;
}

/** Gives every request an id, security headers, one log line and its place in the metrics. */
export function createApp(options: AppOptions): RequestListener {
  return (req, res) => {
    const path = (req.url ?? '').split('?', 1)[0] ?? '';
    const route = routeOf(options.basePath, path);
    observe(options, req, res, path, labelOf(options, route));
    stripInternalHeaders(req);
    setSecurityHeaders(res, options.contentSecurityPolicy);
    if (!options.health.ready) res.setHeader('Connection', 'close');

    if (!path.startsWith('/')) {
      // an absolute URL here is how a proxy is asked to fetch something else
      writeError(res, 400, 'request target must be a path');
      return;
    }
    if (answerHealth(options.health, route ?? '', req, res)) return;
    options.handler(req, res).catch((cause: unknown) => {
      options.log('error', 'handler failed', { error: describe(cause) });
      if (res.headersSent) res.destroy();
      else writeError(res, 500, 'internal error');
    });
  };
}

function observe(
  { metrics, log }: AppOptions,
  req: IncomingMessage,
  res: ServerResponse,
  path: string,
  route: string,
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
    metrics.end(method, route, status, took / 1000);
    const fields: Fields = { method, path, status, duration_ms: round(took), request_id: id };
    log(status >= 500 ? 'error' : 'info', 'request served', fields);
  });
}

/** The path below the base path, or undefined for one that is elsewhere; the health routes are at the root as well. */
function routeOf(basePath: string, path: string): string | undefined {
  if (path === basePath) return '/';
  if (path.startsWith(`${basePath}/`)) return path.slice(basePath.length);
  return HEALTH_ROUTES.includes(path) ? path : undefined;
}

function labelOf({ routeLabel }: AppOptions, route: string | undefined): string {
  if (route === undefined) return 'unmatched';
  return HEALTH_ROUTES.includes(route) ? route : routeLabel(route);
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}

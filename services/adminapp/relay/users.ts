import type { IncomingMessage, ServerResponse } from 'node:http';

import { createLog, describe } from '../server/log';
import { writeError } from '../server/response';
import { type Answer, type Backend, BackendError, ask, backendFromEnvironment } from './backend';
import { MAX_BODY_BYTES, readBody } from './body';

/** The methods of a route, each with the status that its success is answered with. */
type Methods = Readonly<Record<string, number>>;

const COLLECTION: Methods = { GET: 200, POST: 201 };
const MEMBER: Methods = { PUT: 200, DELETE: 204 };
const METHODS_WITH_BODY = ['POST', 'PUT'];

const log = createLog();

/** /api/users */
export async function relayUsers(
  req: IncomingMessage,
  res: ServerResponse,
  backend: Backend = backendFromEnvironment(),
): Promise<void> {
  await relay(req, res, { methods: COLLECTION, path: '/users', backend });
}

/** /api/users/:id */
export async function relayUser(
  req: IncomingMessage,
  res: ServerResponse,
  id: string,
  backend: Backend = backendFromEnvironment(),
): Promise<void> {
  if (id === '.' || id === '..') {
    // no encoding saves these two: every URL parser resolves them, and the call would hit another route
    writeError(res, 400, `'id' must not be a relative path, got '${id}'`);
    return;
  }
  await relay(req, res, { methods: MEMBER, path: `/users/${encodeURIComponent(id)}`, backend });
}

interface Route {
  readonly methods: Methods;
  readonly path: string;
  readonly backend: Backend;
}

async function relay(req: IncomingMessage, res: ServerResponse, route: Route): Promise<void> {
  const method = req.method ?? '';
  const success = route.methods[method];
  if (success === undefined) {
    const allowed = Object.keys(route.methods).join(', ');
    res.setHeader('Allow', allowed);
    writeError(res, 405, `method must be ${allowed}, got ${method}`);
    return;
  }
  if (isCrossSite(req)) {
    writeError(res, 403, 'requests from other sites are refused');
    return;
  }
  const body = METHODS_WITH_BODY.includes(method) ? await readBody(req) : null;
  if (body === undefined) {
    writeError(res, 413, `body must be at most ${MAX_BODY_BYTES} bytes`);
    return;
  }

  const requestId = String(req.headers['x-request-id'] ?? '');
  try {
    const question = { method, path: route.path, body: body ?? undefined, requestId };
    send(res, success, await ask(route.backend, question));
  } catch (cause) {
    if (!(cause instanceof BackendError)) throw cause;
    const error = [cause, cause.cause].filter(Boolean).map(describe).join(': ');
    log('error', 'backend call failed', { error, request_id: requestId });
    writeError(res, 502, cause.message);
  }
}

/** SECURITY(csrf): the browser adds the page's password to requests that other sites make it send. */
function isCrossSite(req: IncomingMessage): boolean {
  const site = req.headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}

function send(res: ServerResponse, success: number, answer: Answer): void {
  res.statusCode = answer.status < 300 ? success : answer.status;
  res.setHeader('Cache-Control', 'no-store');
  if (res.statusCode === 204) {
    res.end();
    return;
  }
  res.setHeader('Content-Type', 'application/json');
  res.end(answer.body);
}

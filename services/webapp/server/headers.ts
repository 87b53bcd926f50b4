import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

const INTERNAL_HEADERS = ['x-middleware-', 'x-nextjs-', 'x-prerender-'];

/** SECURITY(CVE-2025-29927): next trusts these headers as its own, so a client must not be able to send them. */
export function stripInternalHeaders(req: IncomingMessage): void {
  for (const name of Object.keys(req.headers)) {
    if (INTERNAL_HEADERS.some((prefix) => name.startsWith(prefix)))
      Reflect.deleteProperty(req.headers, name);
  }
}

export function setSecurityHeaders(res: ServerResponse, contentSecurityPolicy: string): void {
  res.setHeader('Content-Security-Policy', contentSecurityPolicy);
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.setHeader('Referrer-Policy', 'same-origin');
}

/** Keeps the caller's id, so that one request can be followed through every service, unless it is no id. */
export function requestId(req: IncomingMessage): string {
  const id = req.headers['x-request-id'];
  return typeof id === 'string' && /^[!-~]{1,128}$/.test(id) ? id : randomUUID();
}

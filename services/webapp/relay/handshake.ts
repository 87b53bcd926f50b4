import type { IncomingMessage } from 'node:http';

import { isAllowedOrigin } from './origin';

const WEBSOCKET_ONLY = "only WebSocket is served here: connect with transports: ['websocket']";
const ENGINE_PROTOCOL = '4';
const WEBSOCKET_VERSION = '13';
const WEBSOCKET_KEY = /^[+/\dA-Za-z]{22}==$/;

/** Why a handshake is not accepted, in the words of the answer. */
export interface Refusal {
  readonly status: 400 | 403 | 405 | 503;
  readonly error: string;
}

/** What is wrong with the request itself. The libraries would say it too, but as HTML and without a log line. */
export function findHandshakeProblem(
  req: IncomingMessage,
  allowedOrigins: readonly string[],
): Refusal | undefined {
  const { method, url = '', headers } = req;
  if (method !== 'GET') return refuse(405, `method must be GET, got ${String(method)}`);

  const query = Object.fromEntries(new URLSearchParams(url.split('?').slice(1).join('?')));
  if (!isUpgrade(req) || query['transport'] !== 'websocket') return refuse(400, WEBSOCKET_ONLY);
  if (query['EIO'] !== ENGINE_PROTOCOL) {
    return refuse(
      400,
      `query parameter 'EIO' must be ${ENGINE_PROTOCOL}: use Socket.IO 3 or newer`,
    );
  }
  if (query['sid']) return refuse(400, 'a session cannot be continued: leave out sid');
  if (
    headers['sec-websocket-version'] !== WEBSOCKET_VERSION ||
    !WEBSOCKET_KEY.test(String(headers['sec-websocket-key']))
  ) {
    return refuse(400, 'this is no WebSocket handshake of version 13');
  }
  if (!isAllowedOrigin(headers, allowedOrigins)) return refuse(403, 'this origin is not allowed');
  return undefined;
}

function isUpgrade({ headers }: IncomingMessage): boolean {
  return (
    String(headers.upgrade).toLowerCase() === 'websocket' &&
    /\bupgrade\b/i.test(String(headers.connection))
  );
}

function refuse(status: Refusal['status'], error: string): Refusal {
  return { status, error };
}

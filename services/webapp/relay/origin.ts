import type { IncomingHttpHeaders } from 'node:http';

const HOST = /^([\w.-]+|\[[\da-f:.]+\])(:\d+)?$/i;

/**
 * SECURITY(cross-site sockets): a browser lets any page open a WebSocket to any server, and says only in `Origin` which
 * page it was. So that header must name this service's own origin, or one of those that are allowed beside it.
 */
export function isAllowedOrigin(headers: IncomingHttpHeaders, allowed: readonly string[]): boolean {
  const { origin } = headers;
  // a browser always sends it on this handshake; other programs need not, and could send whatever they like
  if (origin === undefined) return !isFromBrowser(headers);
  return origin === ownOrigin(headers) || allowed.includes(origin);
}

function isFromBrowser(headers: IncomingHttpHeaders): boolean {
  return Object.keys(headers).some((name) => name.startsWith('sec-fetch-'));
}

/**
 * The origin that the browser has asked, as the one proxy in front tells it. Without a proxy a client could write these
 * headers itself, but a page cannot: a browser's WebSocket has no way to set a header.
 */
function ownOrigin(headers: IncomingHttpHeaders): string | undefined {
  const scheme = headers['x-forwarded-proto'] ?? 'http';
  const host = headers['x-forwarded-host'] ?? headers.host ?? '';
  // a list, or anything else that is no plain host and port, is not what that proxy writes
  if (!/^https?$/.test(String(scheme)) || !HOST.test(String(host))) return undefined;
  const url = `${String(scheme)}://${String(host)}`;
  return URL.canParse(url) ? new URL(url).origin : undefined;
}

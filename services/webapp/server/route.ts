import type { IncomingMessage } from 'node:http';

import { SOCKET_PATH } from '../protocol/events';
import { HEALTH_ROUTES } from './health';

/** The path without its query. */
export function pathOf(req: IncomingMessage): string {
  return (req.url ?? '').split('?', 1)[0] ?? '';
}

/** Socket.IO clients add a slash to the path that they are given. */
export function isSocketRoute(path: string): boolean {
  return path === SOCKET_PATH || path === `${SOCKET_PATH}/`;
}

/** The routes as the metrics name them; bounded, since each name is a series. */
export function routeLabel(path: string): string {
  if (path === '/' || HEALTH_ROUTES.includes(path)) return path;
  if (isSocketRoute(path)) return SOCKET_PATH;
  return path.startsWith('/_next/') ? '/_next/*' : 'unmatched';
}

import { createHash } from 'node:crypto';
import type { Peer } from '../core/connection';

/** First port of the sidecar's listeners, and how many there are to choose from. */
const firstPort = 20_000;
const portCount = 10_000;

/** Port on localhost under which a caller reaches a callee: made from its name alone, so that it never moves. */
export function localPortOf(calleeName: string): number {
  const number = createHash('sha256').update(calleeName).digest().readUInt32BE();
  return firstPort + (number % portCount);
}

/** What a caller learns of a callee: the sidecar beside it, which leads there. */
export function localPeer(calleeName: string): Peer {
  const port = localPortOf(calleeName);
  return { name: calleeName, host: 'localhost', port, url: `http://localhost:${port}` };
}

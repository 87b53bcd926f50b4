import { ServerResponse, type IncomingMessage, type RequestListener } from 'node:http';
import type { Socket } from 'node:net';

import type { Gateway } from '../relay/gateway';
import { requestId } from './headers';
import type { Metrics } from './metrics';
import { pathOf, isSocketRoute } from './route';

export interface UpgradeOptions {
  readonly app: RequestListener;
  readonly gateway: Gateway;
  readonly metrics: Metrics;
}

type UpgradeListener = (req: IncomingMessage, socket: Socket, head: Buffer) => void;

/** Gives a socket to whom the gateway accepts, and an ordinary answer to every other request. */
export function createUpgradeListener({ app, gateway, metrics }: UpgradeOptions): UpgradeListener {
  return (req, socket, head) => {
    // node has taken its own listener away
    socket.on('error', () => socket.destroy());
    if (isSocketRoute(pathOf(req)) && !gateway.findRefusal(req)) {
      req.headers['x-request-id'] = requestId(req);
      metrics.upgraded();
      gateway.accept(req, socket, head);
      return;
    }
    const res = new ServerResponse(req);
    // whatever follows on this connection is no longer parsed
    res.shouldKeepAlive = false;
    res.assignSocket(socket);
    res.once('finish', () => socket.destroySoon());
    // unread, it would not tell that the client has gone
    socket.once('end', () => socket.destroy()).resume();
    app(req, res);
  };
}

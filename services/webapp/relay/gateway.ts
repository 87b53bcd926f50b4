import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

import { Server as Engine, type ServerOptions, type Socket as Connection } from 'engine.io';
import { Server } from 'socket.io';

import type { BrowserEvents, ServerEvents } from '../protocol/events';
import type { Log } from '../server/log';
import { findHandshakeProblem, type Refusal } from './handshake';
import type { RelayMetrics } from './metrics';
import { Session } from './session';

const ENGINE_OPTIONS: ServerOptions = {
  transports: ['websocket'],
  allowUpgrades: false,
  maxHttpBufferSize: 64 * 1024,
  // together below the 60 s after which proxies give up a silent connection
  pingInterval: 25_000,
  pingTimeout: 20_000,
};
// for a connection that opens and then says nothing
const JOIN_TIMEOUT_MS = 10_000;
// a refusal that the user can read needs a connection first; beyond these the handshake itself is refused
const REFUSAL_ROOM = 50;
const FULL = 'The chat is full at the moment. It is tried again by itself.';

export interface GatewayOptions {
  readonly backendUrl: string;
  readonly allowedOrigins: readonly string[];
  readonly maxConnections: number;
  readonly metrics: RelayMetrics;
  readonly log: Log;
}

/** The Socket.IO server that browsers talk to. */
export interface Gateway {
  /** Why this request gets no socket; undefined when `accept` will give it one. */
  findRefusal(req: IncomingMessage): Refusal | undefined;
  accept(req: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Closes every socket in the way after which clients connect again by themselves. */
  close(): Promise<void>;
  /** For clients that do not answer a close. */
  cutOff(): void;
}

export function createGateway(options: GatewayOptions): Gateway {
  const engine = new Engine(ENGINE_OPTIONS);
  engine.on('connection', (connection: Connection) => observe(connection, options));
  const io = serveSessions(engine, options);
  const sockets = new Set<Duplex>();
  return {
    findRefusal(req) {
      const problem = findHandshakeProblem(req, options.allowedOrigins);
      if (problem || sockets.size < options.maxConnections + REFUSAL_ROOM) return problem;
      return { status: 503, error: 'too many connections are open' };
    },
    accept(req, socket, head) {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      engine.handleUpgrade(req as Parameters<Engine['handleUpgrade']>[0], socket, head);
    },
    // unlike disconnectSockets, which tells clients to stay away
    close: () => io.close(),
    cutOff() {
      for (const socket of sockets) socket.destroy();
    },
  };
}

function serveSessions(engine: Engine, options: GatewayOptions): Server {
  const io = new Server<BrowserEvents, ServerEvents>({
    serveClient: false,
    connectTimeout: JOIN_TIMEOUT_MS,
  });
  // not attached to the HTTP server: it would answer refusals itself, as text and without a log line
  io.bind(engine);
  io.use((socket, next) => {
    if (engine.clientsCount <= options.maxConnections) return next();
    next(new Error(FULL));
    // after the sentence has gone out, for a client that would stay
    setImmediate(() => socket.conn.close());
  });
  io.on('connection', (socket) => {
    new Session(socket, { ...options, requestId: requestIdOf(socket.conn) });
  });
  return io;
}

function observe(connection: Connection, { metrics, log }: GatewayOptions): void {
  const started = performance.now();
  const request_id = requestIdOf(connection);
  metrics.opened();
  log('info', 'socket connected', { request_id });
  connection.once('close', (reason: string) => {
    const duration_ms = Math.round(performance.now() - started);
    metrics.closed();
    log('info', 'socket disconnected', { request_id, reason, duration_ms });
  });
}

function requestIdOf({ request }: Connection): string {
  return String(request.headers['x-request-id']);
}

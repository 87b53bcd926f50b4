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
// of the registry of RFC 6455: whoever reads it knows that it may connect again
const SERVICE_RESTART = 1012;

type EngineRequest = Parameters<Engine['handleUpgrade']>[0];

/** Where the engine leaves the WebSocket of a request. */
interface Upgraded {
  readonly websocket?: { close(code: number): void };
}

export interface GatewayOptions {
  readonly backendUrl: string;
  readonly allowedOrigins: readonly string[];
  readonly maxConnections: number;
  readonly metrics: RelayMetrics;
  readonly log: Log;
}

/** The Socket.IO server that browsers talk to. */
export class Gateway {
  readonly #options: GatewayOptions;
  readonly #engine = new Engine(ENGINE_OPTIONS);
  readonly #io = new Server<BrowserEvents, ServerEvents>({
    serveClient: false,
    connectTimeout: JOIN_TIMEOUT_MS,
  });
  readonly #sockets = new Set<Duplex>();
  readonly #connections = new Set<Connection>();
  readonly #joined = new WeakSet<Connection>();

  constructor(options: GatewayOptions) {
    this.#options = options;
    // not attached to the HTTP server: it would answer refusals itself, as text and without a log line
    this.#io.bind(this.#engine);
    this.#engine.on('connection', (connection: Connection) => this.#observe(connection));
    this.#io.use(({ conn }, next) => this.#admit(conn, next));
    this.#io.on('connection', (socket) => {
      const { conn } = socket;
      socket.once('disconnect', () => conn.close());
      new Session(socket, { ...this.#options, requestId: requestIdOf(conn) });
    });
  }

  /** Why this request gets no socket; undefined when `accept` will give it one. */
  findRefusal(req: IncomingMessage): Refusal | undefined {
    const { allowedOrigins, maxConnections } = this.#options;
    const problem = findHandshakeProblem(req, allowedOrigins);
    if (problem || this.#sockets.size < maxConnections + REFUSAL_ROOM) return problem;
    return { status: 503, error: 'too many connections are open' };
  }

  accept(req: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    this.#engine.handleUpgrade(req as EngineRequest, socket, head);
  }

  /** Closes every socket in the way after which clients connect again by themselves. */
  async close(): Promise<void> {
    for (const { request } of this.#connections) {
      (request as Upgraded).websocket?.close(SERVICE_RESTART);
    }
    // unlike disconnectSockets, which tells clients to stay away
    await this.#io.close();
  }

  /** For clients that do not answer a close. */
  cutOff(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #admit(connection: Connection, next: (refusal?: Error) => void): void {
    // a client that joins again and again would have a backend connection each time
    if (this.#joined.has(connection)) return connection.close();
    this.#joined.add(connection);
    const { maxConnections, metrics, log } = this.#options;
    if (this.#engine.clientsCount <= maxConnections) return next();
    metrics.turnedAway();
    log('warn', 'socket turned away', { request_id: requestIdOf(connection), reason: 'full' });
    next(new Error(FULL));
    // after the sentence has gone out, for a client that would stay
    setImmediate(() => connection.close());
  }

  #observe(connection: Connection): void {
    const { metrics, log } = this.#options;
    const started = performance.now();
    const request_id = requestIdOf(connection);
    this.#connections.add(connection);
    metrics.opened();
    log('info', 'socket connected', { request_id });
    connection.once('close', (reason: string) => {
      const duration_ms = Math.round(performance.now() - started);
      this.#connections.delete(connection);
      metrics.closed();
      log('info', 'socket disconnected', { request_id, reason, duration_ms });
    });
  }
}

function requestIdOf({ request }: Connection): string {
  return String(request.headers['x-request-id']);
}

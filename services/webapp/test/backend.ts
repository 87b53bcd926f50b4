import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { Server, type Socket } from 'socket.io';

/** A real Socket.IO server in pythonapp's place, which keeps its contract until a test says otherwise. */
export class FakeBackend {
  readonly sockets = new Set<Socket>();
  readonly handshakes: IncomingMessage['headers'][] = [];
  /** What has come, of every browser together. */
  readonly received: unknown[] = [];
  answer: (socket: Socket, payload: unknown) => void = echo;
  readonly #port: number;
  #http: HttpServer;
  #io: Server;

  private constructor(http: HttpServer) {
    this.#http = http;
    this.#io = this.#serve(http);
    this.#port = (http.address() as AddressInfo).port;
  }

  static async start(): Promise<FakeBackend> {
    const http = createServer();
    await listenLocally(http);
    return new FakeBackend(http);
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  reset(): void {
    this.answer = echo;
    this.received.length = 0;
    this.handshakes.length = 0;
  }

  async stop(): Promise<void> {
    const closed = once(this.#http, 'close');
    await this.#io.close();
    this.#http.close();
    this.#http.closeAllConnections();
    await closed;
  }

  /** On the port that it had before. */
  async restart(): Promise<void> {
    this.#http = createServer();
    this.#io = this.#serve(this.#http);
    await listenLocally(this.#http, this.#port);
  }

  /** Sends every client away in the way that asks them not to come back. */
  sendAway(): void {
    this.#io.disconnectSockets();
  }

  #serve(http: HttpServer): Server {
    const io = new Server(http);
    io.on('connection', (socket) => {
      this.sockets.add(socket);
      this.handshakes.push(socket.handshake.headers);
      socket.once('disconnect', () => this.sockets.delete(socket));
      socket.emit('response', { data: 'Connected to server!' });
      socket.on('message', (payload: unknown) => {
        this.received.push(payload);
        this.answer(socket, payload);
      });
    });
    return io;
  }
}

export async function listenLocally(server: HttpServer, port = 0): Promise<void> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
}

export function urlOf(server: HttpServer): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function close(server: HttpServer): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

function echo(socket: Socket, payload: unknown): void {
  socket.emit('response', { data: payload });
}

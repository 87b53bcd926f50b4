import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly method: string;
  readonly url: string;
  readonly body: string;
  readonly headers: IncomingMessage['headers'];
}

type Reply = (res: ServerResponse) => void;

/** A real HTTP server in goapp's place: notes what it is asked and answers what the test says. */
export class FakeBackend {
  readonly received: Received[] = [];
  reply: Reply = json(200, []);

  private constructor(private readonly server: Server) {}

  static async start(): Promise<FakeBackend> {
    const server = createServer((req, res) => {
      let body = '';
      req.setEncoding('utf8');
      req.on('data', (chunk: string) => (body += chunk));
      req.on('end', () => {
        const { method = '', url = '', headers } = req;
        backend.received.push({ method, url, body, headers });
        backend.reply(res);
      });
    });
    const backend = new FakeBackend(server);
    await listenLocally(server);
    return backend;
  }

  get url(): string {
    return urlOf(this.server);
  }

  reset(): void {
    this.received.length = 0;
    this.reply = json(200, []);
  }

  stop(): Promise<void> {
    return close(this.server);
  }
}

export function json(status: number, value: unknown): Reply {
  return text(status, JSON.stringify(value), 'application/json');
}

export function text(status: number, body: string, type = 'text/html'): Reply {
  return (res) => res.writeHead(status, { 'Content-Type': type }).end(body);
}

export async function listenLocally(server: Server): Promise<void> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
}

export function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { readAnswers } from './answer';
import type { Address } from './exchange';

/** How a proxy is wrong. */
export type Naivety =
  /** Believes lengths alone, and sends everything of everybody over one connection to a service that believes chunks. */
  | 'believes lengths'
  /** Sends each request twice, as one does that tries again what may have arrived. */
  | 'sends twice'
  /** Answers each client with what the client before it should have had. */
  | 'gives the answer before';

/**
 * A proxy that does what none may do, with a service behind it. Both write logs as the real ones do, so that whoever judges
 * the real ones can be held against it.
 */
export class NaiveProxy {
  private readonly frontLines: string[] = [];
  private readonly backLines: string[] = [];
  private readonly service: HttpServer;
  private readonly front: Server;
  private readonly clients = new Set<Socket>();
  private upstream: Socket | undefined;
  private before = 'HTTP/1.1 200 OK\r\nX-Request-Id: edge-nobody-0\r\nContent-Length: 0\r\n\r\n';

  constructor(private readonly naivety: Naivety) {
    this.service = createHttpServer({ insecureHTTPParser: true }, (request, response) => {
      const id = String(request.headers['x-request-id']);
      this.backLines.push(line(id, request.method ?? '', request.url ?? ''));
      request.resume();
      request.on('end', () => response.writeHead(404, { 'x-request-id': id }).end('nothing'));
    });
    this.front = createServer({ allowHalfOpen: true }, (client) => this.serve(client));
  }

  /** Starts both; answers with where the proxy listens. */
  public async start(): Promise<Address> {
    await listening(this.service);
    await listening(this.front);
    this.upstream = connect(portOf(this.service), '127.0.0.1');
    return { host: '127.0.0.1', port: portOf(this.front) };
  }

  /** What the proxy has logged. */
  public get frontLog(): string {
    return this.frontLines.join('\n');
  }

  /** What the service has logged. */
  public get backLog(): string {
    return this.backLines.join('\n');
  }

  public stop(): void {
    this.upstream?.destroy();
    for (const client of this.clients) client.destroy();
    this.service.closeAllConnections();
    this.service.close();
    this.front.close();
  }

  private serve(client: Socket): void {
    this.clients.add(client);
    let text = '';
    const turns: Promise<void>[] = [];
    client.setEncoding('latin1');
    client.on('error', () => client.destroy());
    client.on('end', () => void Promise.all(turns).then(() => client.end()));
    client.on('data', (data: string) => {
      text += data;
      for (let next = takeRequest(text); next !== undefined; next = takeRequest(text)) {
        text = text.slice(next.length);
        turns.push(this.forward(client, next));
      }
    });
  }

  private async forward(client: Socket, request: string): Promise<void> {
    const [, method = '', path = ''] = /^(\S+) (\S+)/.exec(request) ?? [];
    this.frontLines.push(line(/X-Request-Id: (\S+)/i.exec(request)?.[1] ?? 'none', method, path));
    // the service must keep what everybody shares
    const kept = request.replace('Connection: close\r\n', '');
    if (this.naivety === 'sends twice') await this.send(kept);
    const answer = await this.send(kept);
    const given = this.naivety === 'gives the answer before' ? this.before : answer;
    this.before = answer;
    client.write(given, 'latin1');
    if (kept !== request) client.end();
  }

  private send(request: string): Promise<string> {
    return new Promise((resolve) => {
      let text = '';
      const take = (data: Buffer): void => {
        text += data.toString('latin1');
        if (readAnswers(text, false).whole.length === 0) return;
        this.upstream?.off('data', take);
        resolve(text);
      };
      this.upstream?.on('data', take);
      this.upstream?.write(request, 'latin1');
    });
  }
}

/** The first request of some bytes, to whoever knows nothing but lengths. */
function takeRequest(text: string): string | undefined {
  const head = text.indexOf('\r\n\r\n');
  if (head < 0) return undefined;
  const length = Number(/^Content-Length: *(\d+)/im.exec(text.slice(0, head))?.[1] ?? 0);
  const end = head + 4 + length;
  return text.length < end ? undefined : text.slice(0, end);
}

function line(id: string, method: string, path: string): string {
  return JSON.stringify({ msg: 'request served', request_id: id, method, path, status: 404 });
}

function listening(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

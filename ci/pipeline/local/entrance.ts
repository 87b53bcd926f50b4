import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Stands where the load balancer would: tells the proxy who asks, by which scheme and name, and lets nobody through before
 * what runs is what was deployed.
 */
export class Entrance {
  private following: Promise<void> = Promise.resolve();

  private readonly server = createServer((question, answer) => {
    // one after the other: two would start the same container
    this.following = this.following.then(this.follow);
    this.following.then(
      () => this.pass(question, answer),
      (error: unknown) => {
        this.following = Promise.resolve();
        answer.writeHead(503).end(String(error));
      },
    );
  });

  constructor(
    private readonly port: number,
    private readonly domain: string,
    private readonly follow: () => Promise<void>,
  ) {}

  /** Listens on a free port of loopback. */
  public async appear(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Takes no more connections, and waits until nothing is started any more. */
  public async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await this.following.catch(() => undefined);
  }

  private pass(question: IncomingMessage, answer: ServerResponse): void {
    const headers = {
      ...question.headers,
      host: this.domain,
      'x-forwarded-for': '203.0.113.7',
      'x-forwarded-proto': 'https',
      'x-forwarded-port': '443',
    };
    const options = { host: '127.0.0.1', port: this.port, method: question.method, headers };
    const passed = request({ ...options, path: question.url }, (given) => {
      answer.writeHead(given.statusCode ?? 502, given.headers);
      given.pipe(answer);
    });
    passed.on('error', () => answer.writeHead(502).end());
    question.pipe(passed);
  }
}

import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as send,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type Call, callOf } from './call';
import type { Failure } from './failure';

/** What becomes of a call: it is answered, it is done and nobody hears of it, or it fails without being done. */
export type Verdict = 'answer' | 'lose the answer' | 'cut' | Failure;

/** Decides about each call, and may take its time. */
export type Judge = (call: Call) => Verdict | Promise<Verdict>;

/** Stands between Terraform and the emulated AWS, which itself is never disturbed. */
export class Interceptor {
  /** Decides about each call; answers all where nothing else is said. */
  public judge: Judge = () => 'answer';

  /** Told of each call whose answer has been handed over. */
  public answered: (call: Call) => void = () => undefined;

  private readonly server = createServer((question, answer) => {
    this.pass(question, answer).catch(() => answer.destroy());
  });
  private readonly sockets = new Set<Socket>();
  private port = 0;

  constructor(private readonly behind: string) {
    this.server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
  }

  /** Listens on a free port of this machine, and after `vanish` on the same one again. */
  public async appear(): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(this.port, '127.0.0.1', resolve);
    });
    this.port = (this.server.address() as AddressInfo).port;
    return `http://127.0.0.1:${this.port}`;
  }

  /** Whether new connections are taken. */
  public get listening(): boolean {
    return this.server.listening;
  }

  /** Cuts every connection and refuses new ones, as a machine that is gone. */
  public vanish(): void {
    if (!this.server.listening) return;
    this.server.close();
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  private async pass(question: IncomingMessage, answer: ServerResponse): Promise<void> {
    const body = await buffer(question);
    const { method = '', url = '', headers } = question;
    const call = callOf({ method, url, headers }, body.toString());
    const verdict = await this.judge(call);
    if (verdict === 'cut') answer.destroy();
    else if (typeof verdict === 'object') {
      const { status, contentType, headers: more } = verdict;
      answer.writeHead(status, { 'content-type': contentType, ...more }).end(verdict.body);
    } else {
      const given = await this.ask(question, body);
      if (verdict === 'lose the answer') answer.destroy();
      else {
        answer.writeHead(given.status, given.headers).end(given.body, () => {
          this.answered(call);
        });
      }
    }
  }

  private ask(
    { method, url = '', headers }: IncomingMessage,
    body: Buffer,
  ): Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }> {
    return new Promise((resolve, reject) => {
      const options = { method, headers: forwarded(headers), agent: false };
      const question = send(`${this.behind}${url}`, options, (given) => {
        buffer(given).then((bytes) => {
          resolve({
            status: given.statusCode ?? 502,
            headers: forwarded(given.headers),
            body: bytes,
          });
        }, reject);
      });
      question.on('error', reject);
      question.end(body);
    });
  }
}

/** Headers without those that are about one connection and not about the call. */
function forwarded(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const { connection: _connection, expect: _expect, ...kept } = headers;
  return kept;
}

import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, type Answers, closes, readAnswers } from './answer';
import type { Abuse, Spot } from './corpus/spot';

/** Where a server listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** What came of one case. */
export interface Outcome {
  /** Everything that the server answered to the bytes of the case. */
  readonly answers: readonly Answer[];
  /** What was no answer. */
  readonly rest: string;
  /**
   * How the connection was left: closed by the server, still open, waiting for more until the client closed its half, or
   * held even then.
   */
  readonly end: 'closed' | 'open' | 'waiting' | 'held';
  /** What came back for an ordinary request on the same connection, where it was kept open. */
  readonly same: readonly Answer[] | undefined;
  /** What came back for an ordinary request on a connection of its own. */
  readonly fresh: readonly Answer[];
}

/** How long a server gets, in milliseconds. */
export interface Patience {
  /** For the first answer, before the client closes its half. */
  readonly firstMs: number;
  /** For one more answer after the last. */
  readonly moreMs: number;
  /** For closing once the client has closed its half, and for an ordinary request. */
  readonly lastMs: number;
}

/** Enough for a machine that has other work. */
export const patience: Patience = { firstMs: 1500, moreMs: 120, lastMs: 8000 };

const pollMs = 10;

/** Sends the bytes of a case, waits for what comes, and asks whether the connection is still good for ordinary requests. */
export async function exchange(
  address: Address,
  abuse: Abuse,
  at: Spot,
  within: Patience = patience,
): Promise<Outcome> {
  const line = new Line(await opened(address));
  line.write(abuse.bytes(at));
  if (abuse.halfClose) line.endWriting();
  const end = await endOf(line, abuse, within);
  const { whole, rest } = line.read();
  const canGoOn = end === 'open' && rest === '' && !whole.some(closes);
  const same = canGoOn ? await line.ask(ordinary(at, '-same'), within.lastMs) : undefined;
  line.destroy();
  const fresh = await askOnce(address, ordinary(at, '-fresh'), within.lastMs);
  return { answers: whole, rest, end, same, fresh };
}

async function endOf(
  line: Line,
  { halfClose }: Abuse,
  { firstMs, moreMs, lastMs }: Patience,
): Promise<Outcome['end']> {
  await line.until(() => line.read().whole.length > 0, halfClose ? lastMs : firstMs);
  const waiting = !line.isClosed() && line.read().whole.length === 0;
  if (!waiting) await line.quiet(moreMs);
  if (line.isClosed()) return 'closed';
  if (!waiting && !halfClose) return 'open';
  line.endWriting();
  await line.until(() => line.isClosed(), lastMs);
  return line.isClosed() ? 'waiting' : 'held';
}

/** An ordinary request that ends its connection. */
export function ordinary({ id, path }: Spot, end: string): string {
  return [
    `GET ${path}${end} HTTP/1.1`,
    'Host: edge.example.org',
    'X-Forwarded-Proto: https',
    `X-Request-Id: ${id}${end}`,
    'Connection: close',
    '\r\n',
  ].join('\r\n');
}

/** Everything that is answered to some bytes on a connection of their own, which the server is expected to close. */
export async function askOnce(
  address: Address,
  bytes: string,
  timeoutMs: number,
): Promise<readonly Answer[]> {
  const line = new Line(await opened(address));
  const answers = await line.ask(bytes, timeoutMs);
  line.destroy();
  return answers;
}

async function opened({ host, port }: Address): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, allowHalfOpen: true }, () => resolve(socket));
    socket.once('error', reject);
  });
}

/** One connection, and everything that came on it. */
class Line {
  private ended = false;
  private text = '';
  private past = 0;
  private lastData = Date.now();

  constructor(private readonly socket: Socket) {
    const end = (): void => {
      this.ended = true;
    };
    socket.setEncoding('latin1');
    socket.on('data', (data: string) => {
      this.text += data;
      this.lastData = Date.now();
    });
    // a reset is a way of closing too
    socket.on('error', end);
    socket.on('end', end);
    socket.on('close', end);
  }

  public isClosed(): boolean {
    return this.ended;
  }

  public write(bytes: string): void {
    if (!this.socket.destroyed) this.socket.write(bytes, 'latin1');
  }

  public endWriting(): void {
    this.socket.end();
  }

  public destroy(): void {
    this.socket.destroy();
  }

  /** What came since the last ordinary request. */
  public read(): Answers {
    return readAnswers(this.text.slice(this.past), this.isClosed());
  }

  /** Sends an ordinary request and answers with all that came until the connection was closed. */
  public async ask(bytes: string, timeoutMs: number): Promise<readonly Answer[]> {
    this.past = this.text.length;
    this.write(bytes);
    await this.until(() => this.isClosed(), timeoutMs);
    return this.read().whole;
  }

  public async until(done: () => boolean, timeoutMs: number): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (!this.isClosed() && !done() && Date.now() < deadline) await sleep(pollMs);
  }

  /** Waits until nothing has come for a while, or the connection is closed. */
  public async quiet(forMs: number): Promise<void> {
    while (!this.isClosed() && Date.now() - this.lastData < forMs) await sleep(pollMs);
  }
}

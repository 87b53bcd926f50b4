import { Agent as HttpAgent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';

/** What is asked. */
export interface Ask {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What came of it. Exactly one of status and error is there. */
export interface Attempt {
  readonly ask: Ask;
  /** Status of an answer that came to its end. */
  readonly status?: number;
  /** Why there is no whole answer. */
  readonly error?: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Milliseconds of the clock at its start. */
  readonly startedAt: number;
  readonly ms: number;
}

/** How something is sent. */
export interface SendOptions {
  readonly agent?: HttpAgent | HttpsAgent;
  readonly timeoutMs?: number;
  /** Keeps back the end of the body for so long. */
  readonly finishAfterMs?: number;
}

const defaultTimeoutMs = 20_000;

/** Sends one request and reads its answer to the end; never rejects. */
export function send(base: string, ask: Ask, options: SendOptions = {}): Promise<Attempt> {
  const startedAt = Date.now();
  const { agent = false, timeoutMs = defaultTimeoutMs, finishAfterMs = 0 } = options;
  return new Promise((resolve) => {
    const finish = (rest: Partial<Attempt>): void => {
      clearTimeout(timer);
      resolve({ ask, headers: {}, body: '', startedAt, ms: Date.now() - startedAt, ...rest });
    };
    const secure = base.startsWith('https:');
    const body = ask.body ?? '';
    const request = (secure ? httpsRequest : httpRequest)(`${base}${ask.path}`, {
      method: ask.method ?? 'GET',
      headers: { ...(body ? { 'content-length': Buffer.byteLength(body) } : {}), ...ask.headers },
      agent,
      ...(secure ? { rejectUnauthorized: false } : {}),
    });
    const timer = setTimeout(
      () => request.destroy(new Error(`no answer within ${timeoutMs} ms`)),
      timeoutMs,
    );
    request.on('error', ({ message }) => finish({ error: message || 'connection lost' }));
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', ({ message }) => finish({ error: message || 'answer cut off' }));
      response.on('end', () => {
        const { statusCode: status, headers } = response;
        finish({ status, headers, body: Buffer.concat(chunks).toString() });
      });
    });
    if (finishAfterMs === 0) {
      request.end(body);
      return;
    }
    request.write(body.slice(0, 1));
    setTimeout(() => request.end(body.slice(1)), finishAfterMs);
  });
}

/** What a client asks next, and what it learns from the answer. */
export interface Client {
  readonly next: () => Ask;
  readonly learn?: (attempt: Attempt) => void;
}

/** How a load is made. */
export interface LoadOptions {
  /** Rest of a client after each answer; after a failure it is 50 ms. */
  readonly pauseMs?: number;
  readonly timeoutMs?: number;
  /** Requests after which all stop by themselves. */
  readonly limit?: number;
}

/** Clients that ask one after the other, each over a connection of its own, until they are told to stop. */
export class Load {
  /** Every request that has ended, without the body of its answer. */
  public readonly attempts: Attempt[] = [];
  private stopped = false;
  private begun = 0;
  private readonly running: Promise<void>;

  constructor(
    private readonly base: string,
    clients: readonly Client[],
    private readonly options: LoadOptions = {},
  ) {
    this.running = Promise.all(clients.map((client) => this.drive(client))).then(() => undefined);
  }

  /** Lets what is in flight end; answers with every request. */
  public async stop(): Promise<readonly Attempt[]> {
    this.stopped = true;
    await this.running;
    return this.attempts;
  }

  /** Waits until the limit is reached; answers with every request. */
  public async finished(): Promise<readonly Attempt[]> {
    await this.running;
    return this.attempts;
  }

  /** Tells the clients to stop, for whoever does not wait. */
  public readonly abandon = (): void => {
    this.stopped = true;
  };

  private async drive(client: Client): Promise<void> {
    const { pauseMs = 5, timeoutMs, limit = Infinity } = this.options;
    const settings = { keepAlive: true, maxSockets: 1, rejectUnauthorized: false };
    const agent = this.base.startsWith('https:')
      ? new HttpsAgent(settings)
      : new HttpAgent({ keepAlive: true, maxSockets: 1 });
    while (!this.stopped && this.begun < limit) {
      this.begun += 1;
      const attempt = await send(this.base, client.next(), {
        agent,
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
      });
      client.learn?.(attempt);
      this.attempts.push({ ...attempt, body: '' });
      await sleep(isFailure(attempt) ? 50 : pauseMs);
    }
    agent.destroy();
  }
}

/** No whole answer, or one that blames the server. */
export function isFailure({ status }: Attempt): boolean {
  return status === undefined || status >= 500;
}

/** The counts of a series of requests. */
export interface Tally {
  readonly requests: number;
  readonly acknowledged: number;
  readonly failed: number;
  readonly slowestMs: number;
}

/** Counts requests; a 2xx or 304 whose answer is whole is acknowledged. */
export function tally(attempts: readonly Attempt[]): Tally {
  return {
    requests: attempts.length,
    acknowledged: attempts.filter(isAcknowledged).length,
    failed: attempts.filter(isFailure).length,
    slowestMs: attempts.reduce((slowest, { ms }) => Math.max(slowest, ms), 0),
  };
}

/** The answer that was asked for. */
export function isAcknowledged({ status = 0 }: Attempt): boolean {
  return status >= 200 && status < 400;
}

/** Longest time between two ends of acknowledged requests, in ms. */
export function longestGapMs(attempts: readonly Attempt[]): number {
  const ends = attempts
    .filter(isAcknowledged)
    .map(({ startedAt, ms }) => startedAt + ms)
    .sort((a, b) => a - b);
  return ends.reduce((gap, end, at) => Math.max(gap, end - (ends[at - 1] ?? end)), 0);
}

/** The failures by what happened, most frequent first, for a message. */
export function reasons(attempts: readonly Attempt[]): string {
  const counts = new Map<string, number>();
  for (const { ask, status, error } of attempts) {
    const reason = `${ask.method ?? 'GET'} ${error ?? String(status)}`;
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([, a], [, b]) => b - a).slice(0, 4);
  return sorted.map(([reason, count]) => `${count} x ${reason}`).join(', ');
}

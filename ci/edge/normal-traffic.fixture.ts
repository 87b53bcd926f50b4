import { setTimeout as sleep } from 'node:timers/promises';
import { type Address, askOnce } from './exchange';

/** What came of requests that were sent at an even pace. */
export interface Served {
  readonly sent: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** Part of the requests that were answered with 200, 0 to 1. */
  readonly success: number;
  readonly medianMs: number;
  readonly slowestMs: number;
}

const timeoutMs = 5000;

/** Sends ordinary requests at an even pace, each on a connection of its own, until it is told to stop. */
export class NormalTraffic {
  private readonly pending: Promise<void>[] = [];
  private readonly durations: number[] = [];
  private readonly statuses: Record<string, number> = {};
  private stopped = false;
  private readonly running: Promise<void>;

  constructor(
    private readonly address: Address,
    private readonly request: string,
    private readonly everyMs: number,
  ) {
    this.running = this.run();
  }

  /** Waits for what is under way and answers with what came of all. */
  public async stop(): Promise<Served> {
    this.stopped = true;
    await this.running;
    await Promise.all(this.pending);
    const sorted = this.durations.sort((a, b) => a - b);
    return {
      sent: sorted.length,
      statuses: this.statuses,
      success: (this.statuses['200'] ?? 0) / sorted.length,
      medianMs: sorted[Math.floor(sorted.length / 2)] ?? 0,
      slowestMs: sorted.at(-1) ?? 0,
    };
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      this.pending.push(this.one());
      await sleep(this.everyMs);
    }
  }

  private async one(): Promise<void> {
    const started = Date.now();
    const status = await askOnce(this.address, this.request, timeoutMs).then(
      ([answer]) => String(answer?.status ?? 'no answer'),
      () => 'no connection',
    );
    this.durations.push(Date.now() - started);
    this.statuses[status] = (this.statuses[status] ?? 0) + 1;
  }
}

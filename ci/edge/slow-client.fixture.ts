import { connect, type Socket } from 'node:net';
import type { Address } from './exchange';

/** A way of being slow. */
export interface Manner {
  readonly name: string;
  /** What is sent at once. */
  readonly first: (client: number) => string;
  /** What is sent again and again, and how often. */
  readonly drip?: { readonly bytes: string; readonly everyMs: number };
  /** Whether the client reads nothing of the answer. */
  readonly readsNothing?: boolean;
}

/** A client that takes its time. */
export class SlowClient {
  /** When the server ended the connection, in milliseconds after it was opened; undefined while it has not. */
  public endedAfterMs: number | undefined;
  public received = '';
  public wasOpened = false;
  private readonly socket: Socket;
  private readonly openedAt = Date.now();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    address: Address,
    private readonly manner: Manner,
    client: number,
  ) {
    this.socket = connect(address);
    this.socket.setEncoding('latin1');
    this.socket.on('connect', () => {
      this.wasOpened = true;
      this.socket.write(manner.first(client), 'latin1');
    });
    // a reset is a way of ending too
    this.socket.on('error', () => this.end());
    this.socket.on('close', () => this.end());
    if (manner.readsNothing !== true) this.read();
    this.drip();
  }

  /** Begins to read, where it has not; what was sent before comes then. */
  public read(): void {
    this.socket.on('end', () => this.end());
    this.socket.on('data', (data: string) => (this.received += data));
  }

  /** Goes away. */
  public leave(): void {
    clearInterval(this.timer);
    this.socket.destroy();
  }

  private drip(): void {
    const { drip } = this.manner;
    if (drip === undefined) return;
    this.timer = setInterval(() => {
      if (this.wasOpened && !this.socket.destroyed) this.socket.write(drip.bytes, 'latin1');
    }, drip.everyMs);
  }

  private end(): void {
    clearInterval(this.timer);
    this.endedAfterMs ??= Date.now() - this.openedAt;
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';

const greeting = 'Connected to server!';

/** A browser that chats, with words that nobody else uses. */
export class Chatter {
  /** Everything that came and was not said by this one. */
  public readonly foreign: string[] = [];
  public sent = 0;
  public answered = 0;
  /** Longest time from a word to its answer, in ms. */
  public slowestMs = 0;
  private readonly socket: Socket;
  private readonly waiting = new Map<string, () => void>();

  constructor(
    base: string,
    private readonly name: string,
  ) {
    this.socket = io(base, {
      path: '/api/socket',
      transports: ['websocket'],
      rejectUnauthorized: false,
      forceNew: true,
    });
    this.socket.on('response', ({ data }: { readonly data: string }) => this.hear(data));
  }

  /** Whether the socket is open now. */
  public get connected(): boolean {
    return this.socket.connected;
  }

  /** Says a new word; answers whether it came back in time. */
  public async say(withinMs: number): Promise<boolean> {
    if (!this.socket.connected) return false;
    this.sent += 1;
    const word = `${this.name} says ${this.sent}`;
    const started = Date.now();
    const came = await new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), withinMs);
      this.waiting.set(word, () => {
        clearTimeout(timer);
        resolve(true);
      });
      this.socket.emit('message', word);
    });
    this.waiting.delete(word);
    if (!came) return false;
    this.answered += 1;
    this.slowestMs = Math.max(this.slowestMs, Date.now() - started);
    return true;
  }

  /** Leaves for good. */
  public readonly leave = (): void => {
    this.socket.disconnect();
  };

  private hear(data: string): void {
    if (isForeign(this.name, data)) this.foreign.push(data);
    this.waiting.get(data)?.();
  }
}

/** Whether a word is neither the server's greeting nor this one's own. */
export function isForeign(name: string, data: string): boolean {
  return data !== greeting && !data.startsWith(`${name} says `);
}

/** Waits until every one has had an answer; says who had none where that takes too long. */
export async function untilAllChat(chatters: readonly Chatter[], withinMs: number): Promise<void> {
  const deadline = Date.now() + withinMs;
  const chats = async (one: Chatter): Promise<boolean> => {
    while (Date.now() < deadline) {
      if (await one.say(2000)) return true;
      await sleep(200);
    }
    return false;
  };
  const all = await Promise.all(chatters.map(chats));
  const silent = all.filter((chatted) => !chatted).length;
  if (silent > 0) throw new Error(`${silent} of ${chatters.length} do not chat in ${withinMs} ms`);
}

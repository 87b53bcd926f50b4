/** How many messages may wait for their answer; each is at most a few kilobytes. */
export const OUTBOX_LIMIT = 50;

export interface OutboxOptions {
  readonly send: (text: string) => void;
  /** Told about each message that was sent and that nobody will answer any more. */
  readonly onLost: (text: string) => void;
  /** After this long without an answer a message counts as lost; without it, only when the connection breaks. */
  readonly answerTimeoutMs?: number;
}

interface Entry {
  readonly text: string;
  sent: boolean;
  timer?: ReturnType<typeof setTimeout>;
}

/**
 * The messages of one hop that have no answer yet. What was not sent waits for the connection; what was sent when the
 * connection breaks is reported and never sent again, because nobody knows whether it has arrived.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  #entries: Entry[] = [];
  #open = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#entries.length;
  }

  /** Sends, or keeps until it can; returns false when too many have no answer yet. */
  add(text: string): boolean {
    if (this.#entries.length >= OUTBOX_LIMIT) return false;
    const entry = { text, sent: false };
    this.#entries.push(entry);
    if (this.#open) this.#send(entry);
    return true;
  }

  opened(): void {
    this.#open = true;
    for (const entry of this.#entries.filter(({ sent }) => !sent)) this.#send(entry);
  }

  closed(): void {
    this.#open = false;
    for (const entry of this.#entries.filter(({ sent }) => sent)) this.#lose(entry);
  }

  /** An answer carries the text that it answers, and nothing else to tell it by. */
  answered(text: unknown): void {
    const entry = this.#entries.find((it) => it.sent && it.text === text);
    if (entry) this.#remove(entry);
  }

  /** Forgets everything, for when nobody is left to be told. */
  clear(): void {
    for (const entry of this.#entries) clearTimeout(entry.timer);
    this.#entries = [];
  }

  #send(entry: Entry): void {
    const { send, answerTimeoutMs } = this.#options;
    entry.sent = true;
    if (answerTimeoutMs !== undefined) {
      entry.timer = setTimeout(() => this.#lose(entry), answerTimeoutMs);
    }
    send(entry.text);
  }

  #lose(entry: Entry): void {
    this.#remove(entry);
    this.#options.onLost(entry.text);
  }

  #remove(entry: Entry): void {
    clearTimeout(entry.timer);
    this.#entries = this.#entries.filter((it) => it !== entry);
  }
}

import type { Socket } from 'socket.io';

import {
  MAX_MESSAGE_CHARACTERS,
  type BrowserEvents,
  type ChatResponse,
  type ServerEvents,
} from '../protocol/events';
import { OUTBOX_LIMIT, Outbox } from '../protocol/outbox';
import type { Log } from '../server/log';
import { openBackendLink, type BackendLink } from './backend-link';
import type { RefusedMessage, RelayMetrics } from './metrics';
import { TokenBucket } from './token-bucket';

const MESSAGES_PER_SECOND = 20;
// ten times what is answered with a sentence: the sentences themselves would become the load
const FLOOD_PER_SECOND = 200;
const ANSWER_TIMEOUT_MS = 10_000;

export type BrowserSocket = Socket<BrowserEvents, ServerEvents>;

export interface SessionOptions {
  readonly backendUrl: string;
  readonly requestId: string;
  readonly metrics: RelayMetrics;
  readonly log: Log;
}

/** One browser and its own backend connection; neither end hears of any other. */
export class Session {
  readonly #socket: BrowserSocket;
  readonly #options: SessionOptions;
  readonly #link: BackendLink;
  readonly #outbox: Outbox;
  // what a browser kept while it was offline comes at once
  readonly #rate = new TokenBucket(OUTBOX_LIMIT, MESSAGES_PER_SECOND);
  readonly #flood = new TokenBucket(2 * FLOOD_PER_SECOND, FLOOD_PER_SECOND);
  #backendAway = false;

  constructor(socket: BrowserSocket, options: SessionOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#outbox = new Outbox({
      send: (text) => this.#sendUp(text),
      onLost: (text) => this.#refuse('lost', 'No answer came: this may not have arrived.', text),
      answerTimeoutMs: ANSWER_TIMEOUT_MS,
    });
    this.#link = openBackendLink({
      url: options.backendUrl,
      requestId: options.requestId,
      onOpen: () => this.#backendOpened(),
      onClose: (reason) => this.#backendClosed(reason),
      onResponse: (response) => this.#sendDown(response),
    });
    socket.onAny((event: unknown, ...values: unknown[]) => this.#receive(event, values));
    socket.once('disconnect', () => this.#end());
  }

  #receive(event: unknown, values: readonly unknown[]): void {
    if (!this.#flood.take()) return this.#cutOff();
    const [text] = values;
    if (event !== 'message') {
      this.#refuse('event', "Only the event 'message' is understood here.");
    } else if (typeof text !== 'string') {
      this.#refuse('type', 'A message must be a text.');
    } else if (text.length > MAX_MESSAGE_CHARACTERS) {
      this.#refuse('length', `A message has at most ${MAX_MESSAGE_CHARACTERS} characters.`);
    } else if (!this.#rate.take()) {
      const rule = `at most ${MESSAGES_PER_SECOND} messages a second`;
      this.#refuse('rate', `Too fast: ${rule}. This was not sent.`, text);
    } else if (!this.#outbox.add(text)) {
      this.#refuse('full', 'Too many messages wait for an answer. This was not sent.', text);
    }
  }

  #sendUp(text: string): void {
    this.#options.metrics.relayed('to_backend');
    this.#link.send(text);
  }

  #sendDown(response: ChatResponse): void {
    this.#outbox.answered(response?.data);
    this.#options.metrics.relayed('to_browser');
    this.#socket.emit('response', response);
  }

  #refuse(reason: RefusedMessage, error: string, text?: string): void {
    this.#options.metrics.refused(reason);
    this.#socket.emit('error_message', text === undefined ? { error } : { error, text });
  }

  #backendOpened(): void {
    const { log, requestId } = this.#options;
    if (this.#backendAway) log('info', 'backend is back', { request_id: requestId });
    this.#backendAway = false;
    this.#socket.emit('status', { backend: 'connected' });
    this.#outbox.opened();
  }

  /** Comes for every failed attempt too; told once per outage, and the reason only to the log. */
  #backendClosed(reason: string): void {
    if (this.#backendAway) return;
    this.#backendAway = true;
    const { log, requestId } = this.#options;
    log('warn', 'backend is away', { request_id: requestId, reason });
    this.#socket.emit('status', { backend: 'reconnecting' });
    this.#outbox.closed();
  }

  #cutOff(): void {
    const { request } = this.#socket.conn;
    if (request.socket.destroyed) return;
    this.#options.metrics.refused('flood');
    this.#options.log('warn', 'socket cut off', { request_id: this.#options.requestId });
    request.socket.destroy();
  }

  #end(): void {
    this.#link.close();
    this.#outbox.clear();
  }
}

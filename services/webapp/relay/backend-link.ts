import { io, type Socket } from 'socket.io-client';

import type { ChatResponse } from '../protocol/events';

const CONNECT_TIMEOUT_MS = 5_000;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 5_000;
// many links that break together must not all come back at the same moment
const JITTER = 0.5;

export interface BackendLinkOptions {
  readonly url: string;
  /** Goes along, so that one chat can be followed through both services. */
  readonly requestId: string;
  readonly onOpen: () => void;
  readonly onClose: (reason: string) => void;
  readonly onResponse: (response: ChatResponse) => void;
}

/** One browser's own connection to the backend; comes back by itself whatever ended it, until it is closed. */
export interface BackendLink {
  send(text: string): void;
  close(): void;
}

export function openBackendLink(options: BackendLinkOptions): BackendLink {
  const socket: Socket = io(options.url, {
    transports: ['websocket'],
    // a shared manager would put every browser on one connection
    forceNew: true,
    multiplex: false,
    timeout: CONNECT_TIMEOUT_MS,
    reconnectionDelay: FIRST_DELAY_MS,
    reconnectionDelayMax: LONGEST_DELAY_MS,
    randomizationFactor: JITTER,
    extraHeaders: { 'x-request-id': options.requestId },
  });
  const retry = retryWhenGivenUp(socket);
  socket.on('connect', options.onOpen);
  socket.on('response', options.onResponse);
  socket.on('connect_error', ({ message }) => options.onClose(message));
  socket.on('disconnect', (reason) => options.onClose(reason));
  return {
    send: (text) => void socket.emit('message', text),
    close: () => {
      retry.stop();
      socket.off();
      socket.disconnect();
    },
  };
}

/** The client comes back from a broken connection by itself, but not when the server has sent it away. */
function retryWhenGivenUp(socket: Socket): { stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempts = 0;
  const retry = () => {
    if (socket.active) return;
    const delay = Math.min(FIRST_DELAY_MS * 2 ** attempts, LONGEST_DELAY_MS);
    attempts += 1;
    timer = setTimeout(() => socket.connect(), delay * (1 + JITTER * (Math.random() * 2 - 1)));
  };
  socket.on('connect', () => (attempts = 0));
  socket.on('disconnect', retry);
  socket.on('connect_error', retry);
  return { stop: () => clearTimeout(timer) };
}

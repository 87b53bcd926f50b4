import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import { io, type Socket } from 'socket.io-client';

import { SOCKET_PATH, type BrowserEvents, type ServerEvents } from '../protocol/events';
import { Outbox } from '../protocol/outbox';
import { INITIAL_STATE, reduceChat, type ChatAction, type ChatState } from './chat-state';

export type ChatSocket = Socket<ServerEvents, BrowserEvents>;

const RETRY_REFUSED_MS = 5_000;
const LOST = 'The connection broke before an answer came: this may not have arrived.';
const TOO_MANY = 'Too many messages wait to be sent. This was not sent.';

export interface Chat extends ChatState {
  /** How many messages have no answer yet. */
  readonly unanswered: number;
  readonly send: (text: string) => void;
}

/** The page's own origin; the server behind it is the only one that a browser ever talks to. */
export function connectToOrigin(): ChatSocket {
  return io({ path: SOCKET_PATH, transports: ['websocket'] });
}

export function useChat(connect: () => ChatSocket): Chat {
  const [state, dispatch] = useReducer(reduceChat, INITIAL_STATE);
  const [unanswered, setUnanswered] = useState(0);
  const outbox = useRef<Outbox>(undefined);

  useEffect(() => {
    const socket = connect();
    const box = new Outbox({
      send: (text) => socket.emit('message', text),
      onLost: (text) => dispatch({ type: 'problem', problem: { error: LOST, text } }),
    });
    outbox.current = box;
    const stopRetries = follow(socket, box, (action) => {
      dispatch(action);
      setUnanswered(box.size);
    });
    return () => {
      stopRetries();
      // what it would still tell would be taken for a reason to connect again
      socket.off();
      socket.disconnect();
    };
  }, [connect]);

  const send = useCallback((text: string) => {
    const box = outbox.current;
    // half of a surrogate pair cannot be sent, and would not be recognized in its answer
    const whole = text.toWellFormed?.() ?? text;
    if (!box?.add(whole)) dispatch({ type: 'problem', problem: { error: TOO_MANY, text: whole } });
    setUnanswered(box?.size ?? 0);
  }, []);

  return { ...state, unanswered, send };
}

/** Turns what the socket tells into actions; returns what ends its retries. */
function follow(socket: ChatSocket, box: Outbox, act: (action: ChatAction) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const disconnected = (refusal?: string) => {
    box.closed();
    act(refusal === undefined ? { type: 'disconnected' } : { type: 'disconnected', refusal });
    // the client itself comes back from everything but a refusal
    if (!socket.active) timer = setTimeout(() => socket.connect(), RETRY_REFUSED_MS);
  };
  socket.on('connect', () => {
    box.opened();
    act({ type: 'connected' });
  });
  socket.on('disconnect', () => disconnected());
  socket.on('connect_error', ({ message }) => disconnected(socket.active ? undefined : message));
  socket.on('status', ({ backend }) => act({ type: 'backend', away: backend !== 'connected' }));
  socket.on('response', (response) => {
    box.answered(response?.data);
    act({ type: 'response', data: response?.data });
  });
  socket.on('error_message', (problem) => {
    box.answered(problem.text);
    act({ type: 'problem', problem });
  });
  return () => clearTimeout(timer);
}

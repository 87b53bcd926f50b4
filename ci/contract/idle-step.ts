import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IdleStep } from './case';
import type { Difference } from './json-match';
import { connect } from './raw-step';
import { hostOf, pathOf, type Target } from './target';

const answerMs = 10_000;
const restMs = 500;

/** Asks once, is silent for a while, and looks whether the server still listens on the same connection. */
export async function stayIdle(target: Target, step: IdleStep): Promise<Difference[]> {
  const socket = await connect(target.address, target.trust);
  try {
    const request = [
      `${step.request.method ?? 'GET'} ${pathOf(target, step.request)} HTTP/1.1`,
      `Host: ${hostOf(target.address)}`,
      '\r\n',
    ].join('\r\n');
    if (!(await isAnswered(socket, request))) return [difference('an answer', 'nothing')];
    await sleep(step.seconds * 1000);
    const open = await isAnswered(socket, request);
    if (open === step.open) return [];
    const word = (yes: boolean): string => (yes ? 'open' : 'closed');
    return [difference(word(step.open), word(open), step.seconds)];
  } finally {
    socket.destroy();
  }
}

function isAnswered(socket: Socket, request: string): Promise<boolean> {
  return new Promise((resolve) => {
    if (socket.readableEnded || socket.destroyed || !socket.writable) {
      resolve(false);
      return;
    }
    const timer = setTimeout(() => resolve(false), answerMs);
    const end = (answered: boolean, afterMs = 0): void => {
      clearTimeout(timer);
      if (afterMs === 0) resolve(answered);
      else setTimeout(() => resolve(answered), afterMs);
    };
    const onEnd = (): void => end(false);
    socket.once('data', () => {
      socket.off('end', onEnd);
      // whatever else belongs to this answer must not be taken for the next one
      end(true, restMs);
    });
    socket.once('end', onEnd);
    socket.once('error', onEnd);
    socket.write(request);
  });
}

function difference(expected: string, got: string, seconds?: number): Difference {
  const at = seconds === undefined ? 'connection' : `connection, silent for ${seconds} s`;
  return { at, expected, got };
}

import type { Abuse, Spot } from './corpus/spot';
import { type Address, exchange } from './exchange';
import type { Trial } from './judgement';

/** A service that stands for the parser of its language. */
export interface Language {
  readonly name: string;
  readonly service: string;
  /** Prefix of its route at the proxy, which takes it away. */
  readonly prefix: string;
  /** Where a body is read, and of which type. */
  readonly bodyPath: string;
  readonly bodyType: string;
}

/** One service per language and kind of server. */
export const languages: readonly Language[] = [
  {
    name: 'Go',
    service: 'goapp',
    prefix: '/go',
    bodyPath: '/users',
    bodyType: 'application/json',
  },
  {
    name: 'Python (WSGI)',
    service: 'users-form',
    prefix: '/wsgi',
    bodyPath: '/',
    bodyType: 'application/x-www-form-urlencoded',
  },
  {
    name: 'Python (ASGI)',
    service: 'pythonapp',
    prefix: '/asgi',
    bodyPath: '/',
    bodyType: 'text/plain;charset=UTF-8',
  },
  {
    name: 'Node.js',
    service: 'webapp',
    prefix: '/node',
    bodyPath: '/',
    bodyType: 'text/plain',
  },
];

const atOnce = 24;

/** The place of one case: unique in a lab. */
export function spotOf(language: Language, run: string, prefix: string, index: number): Spot {
  const id = `edge-${language.service}-${run}-${index}`;
  return {
    id,
    path: `${prefix}/${id}`,
    bodyPath: prefix + language.bodyPath,
    bodyType: language.bodyType,
  };
}

/** Sends all cases, many at a time, and answers with what came of each. */
export async function tryAll(
  abuses: readonly Abuse[],
  address: Address,
  spot: (index: number) => Spot,
): Promise<Trial[]> {
  const trials: Trial[] = [];
  const queue = abuses.map((abuse, index) => ({ abuse, at: spot(index) }));
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      trials.push({ ...next, outcome: await exchange(address, next.abuse, next.at) });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return trials;
}

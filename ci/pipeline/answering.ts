import { setTimeout as wait } from 'node:timers/promises';
import { type Obstacle, obstacleAt } from '../contract/reachable';
import { type Address, addressOf, isLoopback, originOf } from '../contract/target';
import { Refusal } from './refusal';

/** How somebody is waited for. */
export interface Patience {
  readonly seconds: number;
  readonly say: (text: string) => void;
  /** Whether the waiting shall end before its time. */
  readonly stopped: () => boolean;
}

/** How long one question may take. */
const answerMs = 10_000;

/**
 * Reads an address that somebody can be asked at.
 *
 * @throws Refusal where it can never be one
 */
export function addressToAsk(text: string): Address {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && (url.username || url.password)) {
    throw new Refusal('the address to ask holds a login; leave it out, and set ADMIN_LOGIN');
  }
  if (!url || !/^https?:$/.test(url.protocol) || url.href !== `${url.origin}/`) {
    throw new Refusal(
      `'${text}' is no address to ask: it must be like https://app.example.org, without a path`,
    );
  }
  return addressOf(url);
}

/**
 * Waits until somebody answers, and tells for what. A new name, balancer or certificate takes a while, and a balancer whose
 * targets are not healthy yet answers with a status of its own; what time alone does not change ends it at once.
 *
 * @returns why nobody can be asked, or undefined
 */
export async function untilAnswered(
  address: Address,
  { seconds, say, stopped }: Patience,
): Promise<string | undefined> {
  const end = performance.now() + seconds * 1000;
  let told: string | undefined;
  for (;;) {
    const obstacle =
      (await obstacleAt(address, { insecure: false })) ?? (await silenceOf(originOf(address)));
    if (obstacle === undefined) return undefined;
    const { sentence } = obstacle;
    const left = end - performance.now();
    if (stopped() || isLasting(obstacle, address)) return withRemedy(obstacle);
    if (left <= 0) return `${withRemedy(obstacle)} (also after ${seconds} s)`;
    if (sentence !== told) say(`wait  up to ${Math.ceil(left / 1000)} s more: ${sentence}`);
    told = sentence;
    await wait(1000);
  }
}

/** On this machine there is no name, no balancer and no certificate that is still on its way. */
function isLasting({ kind }: Obstacle, { host }: Address): boolean {
  return kind === 'plain' || (isLoopback(host) && (kind === 'closed' || kind === 'untrusted'));
}

function withRemedy({ kind, sentence }: Obstacle): string {
  return kind === 'untrusted' ? `${sentence}; name its issuer in NODE_EXTRA_CA_CERTS` : sentence;
}

/** What keeps a server that takes connections from answering. */
async function silenceOf(origin: string): Promise<Obstacle | undefined> {
  try {
    const signal = AbortSignal.timeout(answerMs);
    const { status } = await fetch(`${origin}/healthz`, { signal, redirect: 'manual' });
    if (![502, 503, 504].includes(status)) return undefined;
    return { kind: 'other', sentence: `${origin} answers ${status} only` };
  } catch (error) {
    const { message, cause } = error as Error & { readonly cause?: Partial<Error> };
    const reason = cause?.message ?? message;
    return {
      kind: 'silent',
      sentence: `${origin} takes connections and does not answer: ${reason}`,
    };
  }
}

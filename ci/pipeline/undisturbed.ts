import { Refusal } from './refusal';

/** What is seen of a state from outside. */
export interface StateSeen {
  /** When the lock was taken that lies beside it; undefined where none does. */
  readonly lockedSince?: string;
  /** Another one after each write of the state. */
  readonly revision: string;
}

/** How long somebody waits, and for what. */
export interface Waiting {
  readonly stack: string;
  /** Looks at the state, and neither reads nor locks it. */
  readonly seen: () => Promise<StateSeen>;
  readonly waitSeconds: number;
  readonly pause: (seconds: number) => Promise<void>;
  /** Seconds on any clock. */
  readonly now: () => number;
  readonly say: (text: string) => void;
}

const pauseSeconds = 10;

/**
 * Looks at what a state describes while nobody changes it, without a lock of its own: whoever may only read cannot take
 * one. A look counts if no lock was there before it and after it, and the state is the same; otherwise there is
 * another one, until the time is over.
 *
 * @throws Refusal where somebody was changing it all the time
 */
export async function undisturbed<Found>(
  look: () => Promise<Found>,
  { stack, seen, waitSeconds, pause, now, say }: Waiting,
): Promise<Found> {
  const end = now() + waitSeconds;
  for (;;) {
    const before = await seen();
    if (before.lockedSince === undefined) {
      const outcome = await settled(look);
      const after = await seen();
      if (after.lockedSince === undefined && after.revision === before.revision) return outcome();
      say(`${stack} was changed meanwhile, so that this look tells nothing`);
    } else say(`${stack} is being changed since ${before.lockedSince}`);
    if (now() >= end) throw new Refusal(sentence(stack, waitSeconds, before));
    await pause(pauseSeconds);
  }
}

/** What a look comes to, kept until it is known whether it counts: a change underneath may be why it failed. */
function settled<Found>(look: () => Promise<Found>): Promise<() => Found> {
  return look().then(
    (found) => () => found,
    (error: unknown) => () => {
      throw error;
    },
  );
}

function sentence(stack: string, waitSeconds: number, { lockedSince }: StateSeen): string {
  const what = lockedSince ? `is locked since ${lockedSince}` : 'was changed again and again';
  return `the state of ${stack} ${what}, also after ${waitSeconds} s of waiting, and nothing was found out; run it again when that has ended (a deployment that is dead has left its lock: 'npm run stack:deploy -- ${stack}' says how it is released)`;
}

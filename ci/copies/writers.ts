import type { Attempt, Client } from '../faults/load';
import { acceptedSeconds } from './instance';

/** Users that were sent, and when each was acknowledged. */
export class Writers {
  private readonly acknowledgedAt = new Map<number, number>();
  private readonly sent = new Set<number>();
  private turn = 0;

  /** Clients that add users, none of them twice. */
  public clients(count: number): Client[] {
    return Array.from({ length: count }, () => this.client());
  }

  /** How many were acknowledged, of those that are not known to be lost. */
  public get acknowledged(): number {
    return this.acknowledgedAt.size;
  }

  /** Milliseconds from the oldest lost user to the newest one that was acknowledged; the lost ones count no more. */
  public lostMs(found: readonly number[]): number {
    const there = new Set(found);
    const times = [...this.acknowledgedAt];
    const lost = times.filter(([id]) => !there.has(id));
    for (const [id] of lost) this.acknowledgedAt.delete(id);
    const newest = times.reduce((latest, [, at]) => Math.max(latest, at), 0);
    return lost.reduce((worst, [, at]) => Math.max(worst, newest - at), 0);
  }

  /** What is wrong with what was found. */
  public problems(found: readonly number[]): string[] {
    const lostMs = this.lostMs(found);
    return [
      ...(lostMs > acceptedSeconds * 1000
        ? [`${lostMs} ms of acknowledged users are lost, more than ${acceptedSeconds} s`]
        : []),
      ...found.filter((id) => !this.sent.has(id)).map((id) => `nobody made user ${id}`),
    ];
  }

  private client(): Client {
    let id = 0;
    return {
      next: () => {
        this.turn += 1;
        id = this.turn;
        this.sent.add(id);
        const headers = { 'content-type': 'application/json' };
        const body = JSON.stringify({ id, name: 'A' });
        return { method: 'POST', path: '/users', headers, body };
      },
      learn: ({ status, startedAt, ms }: Attempt) => {
        if (status === 201) this.acknowledgedAt.set(id, startedAt + ms);
      },
    };
  }
}

/** Numbers from 0 to 1 that are the same for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

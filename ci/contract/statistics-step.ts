import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Statistics } from './case';
import { send } from './http-step';
import type { Difference } from './json-match';
import type { Target } from './target';

/** Sends many equal requests and counts the statuses; a status that has no share must not come at all. */
export async function countStatuses(target: Target, step: Statistics): Promise<Difference[]> {
  const options = { keepAlive: true, maxSockets: step.parallel };
  const agent = target.address.secure ? new HttpsAgent(options) : new HttpAgent(options);
  const counts = new Map<number, number>();
  let left = step.requests;
  const work = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const { status } = await send(target, step.request, agent);
      counts.set(status, (counts.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: step.parallel }, work));
  agent.destroy();
  return shareDifferences(counts, step);
}

/** What of the counts is outside its bounds. */
export function shareDifferences(
  counts: ReadonlyMap<number, number>,
  { shares, requests }: Pick<Statistics, 'shares' | 'requests'>,
): Difference[] {
  const known = new Set(shares.map(({ status }) => status));
  const others = [...counts].filter(([status]) => !known.has(status));
  return [
    ...shares.flatMap(({ status, atLeast, atMost }) => {
      const got = counts.get(status) ?? 0;
      if (got >= atLeast && got <= atMost) return [];
      const at = `status ${status} of ${requests} requests`;
      return [{ at, expected: `${atLeast} to ${atMost}`, got: String(got) }];
    }),
    ...others.map(([status, got]) => ({
      at: status === 0 ? 'connections closed without an answer' : `status ${status}`,
      expected: '0',
      got: String(got),
    })),
  ];
}

import { createHash } from 'node:crypto';

/**
 * Throws for each call, and each repetition of it, whether it fails. The seed, the call and the number of the attempt
 * decide and nothing else, so that a run with ten calls at a time fails where the last one did.
 */
export function dice(seed: string, percent: number): (call: string) => boolean {
  const attempts = new Map<string, number>();
  return (call) => {
    const attempt = attempts.get(call) ?? 0;
    attempts.set(call, attempt + 1);
    const hash = createHash('sha256').update(`${seed}\n${call}\n${attempt}`).digest();
    return hash.readUInt32BE(0) < (percent / 100) * 2 ** 32;
  };
}

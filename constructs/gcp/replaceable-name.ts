import { createHash } from 'node:crypto';

/** Longest name of anything in Compute Engine. */
export const computeNameLength = 63;

/** Hexadecimal digits of the hash, with the hyphen before them. */
export const hashSuffixLength = 9;

/**
 * Name of something that Google can only replace. Whatever a replacement is needed for is in the hash, so that the new one
 * stands beside the old one until nothing uses that any more: with a fixed name the first apply would end in "in use" or
 * "already exists", and only a second one would get through.
 */
export function replaceableName(base: string, fixed: Readonly<Record<string, unknown>>): string {
  const sorted = Object.entries(fixed).sort(([a], [b]) => (a < b ? -1 : 1));
  const hash = createHash('sha256').update(JSON.stringify(sorted)).digest('hex');
  return `${base}-${hash.slice(0, hashSuffixLength - 1)}`;
}

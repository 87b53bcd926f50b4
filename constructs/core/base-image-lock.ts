import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ValidationError } from './validation';

/** Where the digests of the base images are kept, from the repository root. */
export const baseImageLockPath = 'services/base-images.lock.json';

/**
 * Name of each base image to its digest, or null while it has not been resolved. A patched base gets a new digest here,
 * which gives every image on it a new tag: that is how a patch reaches what is deployed.
 */
export type BaseImageLock = Readonly<Record<string, string | null>>;

/** Reads the lock, or an empty one where the file does not exist. */
export function readBaseImageLock(root: string): BaseImageLock {
  const path = join(root, baseImageLockPath);
  if (!existsSync(path)) return {};
  return JSON.parse(readFileSync(path, 'utf8')) as BaseImageLock;
}

/**
 * The digest of a base image, or 'unresolved'.
 *
 * @throws ValidationError when the lock does not know the image
 */
export function lockedDigest(lock: BaseImageLock, name: string, folder: string): string {
  const digest = lock[name];
  if (digest === undefined) {
    throw new ValidationError(`Image.fromFolder('${folder}')`, [
      `the Dockerfile starts from '${name}', which ${baseImageLockPath} does not list; add it there with its digest, or null until it is resolved`,
    ]);
  }
  return digest ?? 'unresolved';
}

/** The images that a Dockerfile starts from or copies from, without its own stages, sorted. */
export function baseImages(dockerfile: string): string[] {
  const stages = new Set<string>(['scratch']);
  const bases = new Set<string>();
  for (const line of dockerfile.split('\n')) {
    const from = /^\s*FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/i.exec(line);
    if (from?.[1] && !stages.has(from[1])) bases.add(from[1]);
    if (from?.[2]) stages.add(from[2]);
    const copied = /^\s*COPY\s+(?:--\S+\s+)*--from=(\S+)/i.exec(line)?.[1];
    if (copied && !stages.has(copied)) bases.add(copied);
    const syntax = /^#\s*syntax\s*=\s*(\S+)/i.exec(line)?.[1];
    if (syntax) bases.add(syntax);
  }
  return [...bases].sort();
}

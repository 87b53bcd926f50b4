import dockerignore from '@balena/dockerignore';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join, posix } from 'node:path';
import { baseImages, lockedDigest, readBaseImageLock } from './base-image-lock';
import type { FolderSource } from './image';
import { ValidationError } from './validation';

/** Every content tag starts with this, so that a registry's lifecycle rules and a snapshot can tell it. */
export const contentTagPrefix = 'content-';

/** One file as the hash sees it. Of the mode only the executable bit counts: the umask decides the others. */
type Entry = readonly [path: string, kind: 'file' | 'executable' | 'link', content: string];

/**
 * The tag for a folder's content: files that Docker would see, build arguments, target and the locked digests of the
 * base images. 80 bits of SHA-256 are enough to tell the images of one registry apart.
 *
 * @throws ValidationError with everything that is missing
 */
export function contentTag(root: string, source: FolderSource): string {
  const folder = join(root, source.folder);
  const dockerfilePath = join(folder, 'Dockerfile');
  if (!existsSync(dockerfilePath)) {
    const missing = existsSync(folder)
      ? `no Dockerfile in '${source.folder}'`
      : `no folder '${source.folder}'`;
    throw new ValidationError(`Image.fromFolder('${source.folder}')`, [
      `${missing} below '${root}'; create it or correct the path`,
    ]);
  }
  const bases = baseImages(readFileSync(dockerfilePath, 'utf8'));
  const lock = readBaseImageLock(root);
  const digests = bases.map((name) => [name, lockedDigest(lock, name, source.folder)]);
  const facts = {
    files: entriesOf(folder),
    buildArguments: Object.entries(source.buildArguments).sort(byFirst),
    target: source.target ?? null,
    bases: digests,
  };
  const hash = createHash('sha256').update(JSON.stringify(facts)).digest('hex');
  return `${contentTagPrefix}${hash.slice(0, 20)}`;
}

/** The files of a folder that Docker would see, plus what always counts: the Dockerfile and the ignore file. */
function entriesOf(folder: string): Entry[] {
  const ignorePath = join(folder, '.dockerignore');
  const patterns = existsSync(ignorePath) ? readFileSync(ignorePath, 'utf8') : '';
  const ignore = dockerignore({ ignorecase: false }).add(patterns);
  const exceptions = exceptionsOf(patterns);
  const skip = (below: string) =>
    ignore.ignores(below) && !exceptions.some((exception) => mayReach(exception, below));
  return walk(folder, '', skip)
    .filter((path) => path === 'Dockerfile' || path === '.dockerignore' || !ignore.ignores(path))
    .sort()
    .map((path) => entry(folder, path));
}

function walk(folder: string, below: string, skip: (below: string) => boolean): string[] {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((item) => {
    const path = below === '' ? item.name : `${below}/${item.name}`;
    if (!item.isDirectory()) return [path];
    // an ignore file cannot bring these back in our services, and reading them would take seconds
    if (item.name === 'node_modules' || item.name === '.git') return [];
    // what an application's own build leaves is thousands of files that the image does not have
    return skip(path) ? [] : walk(folder, path, skip);
  });
}

/** The patterns of an ignore file that bring something back, without their `!`. */
function exceptionsOf(patterns: string): string[] {
  const lines = patterns.split('\n').map((line) => line.trim());
  return lines
    .filter((line) => line.startsWith('!'))
    .map((line) => posix.normalize(line.slice(1).trim()).replace(/^\//, ''));
}

/** Tells whether a pattern may match the folder or something in it: up to its first wildcard, both are one path. */
function mayReach(pattern: string, folder: string): boolean {
  const parts = pattern.replace(/\/$/, '').split('/');
  const wildcard = parts.findIndex((part) => /[*?[\\]/.test(part));
  const fixed = wildcard === -1 ? parts : parts.slice(0, wildcard);
  return folder.split('/').every((part, index) => part === (fixed[index] ?? part));
}

function entry(folder: string, path: string): Entry {
  const full = join(folder, path);
  const stat = lstatSync(full);
  if (stat.isSymbolicLink()) return [path, 'link', readlinkSync(full)];
  const content = createHash('sha256').update(readFileSync(full)).digest('hex');
  return [path, (stat.mode & 0o100) === 0 ? 'file' : 'executable', content];
}

function byFirst(a: readonly [string, string], b: readonly [string, string]): number {
  return a[0] < b[0] ? -1 : 1;
}

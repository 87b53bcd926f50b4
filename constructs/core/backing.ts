import { statSync } from 'node:fs';
import { isAbsolute, join, normalize } from 'node:path';
import type { Peer } from './connection';
import { isDirectory } from './directory';
import { repositoryRoot } from './repository-root';
import { shown, throwProblems } from './validation';

/** What keeps data for workloads: files on a disk, a cache, or a bucket of objects. */
export type Backing = FilesBacking | CacheBacking | BucketBacking;

/** What a caller learns of files that it may use. */
export interface FilesPeer {
  /** Name of the backing. */
  readonly name: string;

  /** Absolute directory in the caller that holds the files. */
  readonly path: string;

  /** Whether the disk is reached over a network, where locks are advisory and shared memory does not exist. */
  readonly network: boolean;

  /**
   * Whether a process beside the caller reads the files while they are written, to copy them elsewhere. The caller must
   * not shut it out.
   *
   * @default false
   */
  readonly replicated?: boolean;
}

/** What a caller learns of a bucket that it may use. */
export interface BucketPeer {
  /** Name of the backing. */
  readonly name: string;

  /** Where the objects are, without a slash at the end: `s3://<bucket>`, `gs://<bucket>`, or `file://<directory>`. */
  readonly uri: string;
}

/** What a caller learns of a backing: of a cache the same as of a service, with a `redis://` URL. */
export type BackingPeer<Kind extends Backing = Backing> = Kind extends FilesBacking
  ? FilesPeer
  : Kind extends BucketBacking
    ? BucketPeer
    : Peer;

/** Options of Backing.files. */
export interface FilesOptions {
  /**
   * Lets one workload alone use the files. It runs once then, everywhere and during deployments too: two processes that
   * write one database destroy it.
   *
   * @default true
   */
  readonly singleWriter?: boolean;

  /**
   * Absolute directory in which the caller sees the files. Its image owns the directory as its user and declares it as a
   * VOLUME.
   *
   * @default '/data'
   */
  readonly path?: string;
}

/** Files that outlive the container. */
export interface FilesBacking extends Required<FilesOptions> {
  /** Tells the backing from others. */
  readonly kind: 'files';
}

/** A cache that speaks the Redis protocol. It may lose what it holds, so its callers work without it, once. */
export interface CacheBacking {
  /** Tells the backing from others. */
  readonly kind: 'cache';
}

/** Options of Backing.bucket. */
export interface BucketOptions {
  /**
   * Folder of the repository whose files are the bucket's objects. Callers may read them and write nothing.
   *
   * @default - the bucket is empty, and its callers fill it
   */
  readonly content?: string;
}

/** A bucket of objects. */
export interface BucketBacking {
  /** Tells the backing from others. */
  readonly kind: 'bucket';

  /** Folder from the repository root, with `/` between its parts, or undefined. */
  readonly content: string | undefined;
}

/** What data a system keeps, each written as `Backing.<kind>()`. */
export const Backing = {
  /**
   * Files that outlive the container, for one writer unless told otherwise.
   *
   * @throws ValidationError when the path is no absolute directory
   */
  files({ singleWriter = true, path = '/data' }: FilesOptions = {}): FilesBacking {
    throwProblems('Backing.files', [
      ...(isDirectory(path)
        ? []
        : [
            `'path' must be an absolute directory below '/' of letters, digits and '._@+~-', got ${shown(path)}; use for example '/data'`,
          ]),
    ]);
    return { kind: 'files', singleWriter, path };
  },

  /** A cache that speaks the Redis protocol. */
  cache(): CacheBacking {
    return { kind: 'cache' };
  },

  /**
   * A bucket of objects, filled from a folder of the repository or by its callers.
   *
   * @throws ValidationError when the folder is not there
   */
  bucket({ content }: BucketOptions = {}): BucketBacking {
    throwProblems('Backing.bucket', content === undefined ? [] : contentProblems(content));
    return { kind: 'bucket', content: content === undefined ? undefined : inside(content) };
  },
} as const;

function inside(folder: string): string {
  return normalize(folder).replaceAll('\\', '/').replace(/\/$/, '');
}

function contentProblems(content: string): string[] {
  // the repository itself would publish what is beside the pages, and take every dependency along
  const outside = isAbsolute(content) || /^\.\.?(\/|$)/.test(inside(content));
  const folder = statSync(join(repositoryRoot(), inside(content)), { throwIfNoEntry: false });
  if (!outside && folder?.isDirectory() === true) return [];
  return [
    `'content' must be a folder of the repository, got ${shown(content)}; give the path from the folder that holds cdktf.json`,
  ];
}

/** One declared right to use a backing. */
export interface BackingConnection<
  Name extends string = string,
  To extends string = string,
  Seen = never,
> {
  /** Workload that uses the backing. */
  readonly from: Name;

  /** Backing that is used. */
  readonly to: To;

  /**
   * Variables of the caller that say where the backing is.
   *
   * @default - the caller gets no variable
   */
  readonly environment?: (peer: Seen) => Readonly<Record<string, string>>;
}

/** Variables that a connection to a backing adds to its caller. */
export function backingVariables(
  { environment }: BackingConnection,
  peer: BackingPeer,
): Readonly<Record<string, string>> {
  // the declaration was checked against the kind of this very backing
  return environment?.(peer as never) ?? {};
}

/** Port of a cache: that of the Redis protocol. */
export const cachePort = 6379;

/** The peer of a cache that is found by its name: `redis://<name>:6379`. */
export function cacheByName(name: string): Peer {
  return { name, host: name, port: cachePort, url: `redis://${name}:${cachePort}` };
}

/** A peer of the right kind, for checks before anything is rendered. */
export function anyPeer(name: string, backing: Backing): BackingPeer {
  switch (backing.kind) {
    case 'files':
      return { name, path: backing.path, network: false };
    case 'cache':
      return cacheByName(name);
    case 'bucket':
      return { name, uri: `file:///mnt/${name}` };
  }
}

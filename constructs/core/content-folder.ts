import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './repository-root';
import { shown, throwProblems } from './validation';

/** One file of a folder that a bucket is filled from. */
export interface ContentFile {
  /** Path below the folder, with `/` between its parts. */
  readonly path: string;

  /** SHA-256 of its bytes, in hex. */
  readonly hash: string;
}

/**
 * The files of a folder of the repository, sorted by path, so that every machine makes the same of them. What a desktop
 * leaves behind (names that begin with a dot) is left out.
 *
 * @throws ValidationError when the folder holds no file, or something that is no file
 */
export function contentFiles(folder: string): ContentFile[] {
  const root = join(repositoryRoot(), folder);
  const paths = walk(root, folder, '').sort();
  throwProblems(
    `the content of ${folder}`,
    paths.length > 0
      ? []
      : [`'content' must hold files, got the empty folder ${shown(folder)}; put some into it`],
  );
  return paths.map((path) => ({ path, hash: sha256(readFileSync(join(root, path))) }));
}

/** One text that changes with any of the files. */
export function contentRevision(files: readonly ContentFile[]): string {
  return sha256(JSON.stringify(files.map(({ path, hash }) => [path, hash]))).slice(0, 20);
}

function walk(root: string, folder: string, below: string): string[] {
  const items = readdirSync(join(root, below), { withFileTypes: true });
  return items
    .filter(({ name }) => !name.startsWith('.'))
    .flatMap((item) => {
      const path = below === '' ? item.name : `${below}/${item.name}`;
      if (item.isDirectory()) return walk(root, folder, path);
      throwProblems(
        `the content of ${folder}`,
        item.isFile()
          ? []
          : [`${shown(path)} is neither file nor folder; put a copy in place of the link`],
      );
      return [path];
    });
}

function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

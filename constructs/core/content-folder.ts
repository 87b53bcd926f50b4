import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentTagPrefix } from './content-tag';
import { repositoryRoot } from './repository-root';
import { shown, throwProblems } from './validation';

/** One file of a folder that a bucket is filled from. */
export interface ContentFile {
  /** Path below the folder, with `/` between its parts. */
  readonly path: string;

  /** What changes with its bytes: the beginning of their SHA-256, with the prefix of content tags. */
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
  return paths.map((path) => ({ path, hash: revisionOf(readFileSync(join(root, path))) }));
}

/** One text that changes with any of the files. */
export function contentRevision(files: readonly ContentFile[]): string {
  return revisionOf(JSON.stringify(files.map(({ path, hash }) => [path, hash])));
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

function revisionOf(bytes: Buffer | string): string {
  const hash = createHash('sha256').update(bytes).digest('hex');
  return `${contentTagPrefix}${hash.slice(0, 20)}`;
}

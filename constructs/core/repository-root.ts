import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ValidationError } from './validation';

/**
 * The nearest folder upwards that holds cdktf.json. Never derived from the program's own path, which is a bundle's.
 *
 * @throws ValidationError when there is none
 */
export function repositoryRoot(from: string = process.cwd()): string {
  if (existsSync(join(from, 'cdktf.json'))) return from;
  const parent = dirname(from);
  if (parent === from) {
    throw new ValidationError('the repository', [
      `no cdktf.json was found in '${process.cwd()}' or any folder above it; run the command inside the project`,
    ]);
  }
  return repositoryRoot(parent);
}

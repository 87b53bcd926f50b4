import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { baseImageLockPath, readBaseImageLock } from '../../constructs/core/base-image-lock';
import { repositoryRoot } from '../../constructs/core/repository-root';
import { run } from '../command';
import { updatedLock } from './base-images';

// npm run base-images:update: the newest digest of every base image, which makes every image on it a new one
main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);

async function main(): Promise<number> {
  const root = repositoryRoot();
  const update = await updatedLock(readBaseImageLock(root), run);
  if ('problem' in update) {
    console.error(update.problem);
    return 1;
  }
  if (update.changed.length === 0) {
    console.log('every base image has its newest digest');
    return 0;
  }
  // written beside it and moved there whole: a run that is killed leaves no half of it
  const path = join(root, baseImageLockPath);
  writeFileSync(`${path}.new`, `${JSON.stringify(update.lock, undefined, 2)}\n`);
  renameSync(`${path}.new`, path);
  for (const name of update.changed) console.log(`${name} has a new digest`);
  return 0;
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { baseImageLockPath } from '../../constructs/core/base-image-lock';
import { repositoryRoot } from '../../constructs/core/repository-root';
import { propose } from './proposal';

// npm run base-images:propose: a pull request with the lock file as it lies here, where main has another one
main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const { GITHUB_REPOSITORY: repository, GITHUB_TOKEN: token } = process.env;
  if (!repository || !token) {
    console.log('not sent: GITHUB_REPOSITORY and GITHUB_TOKEN are not both set');
    return;
  }
  const text = readFileSync(join(repositoryRoot(), baseImageLockPath), 'utf8');
  console.log(await propose(text, { api: `https://api.github.com/repos/${repository}`, token }));
}

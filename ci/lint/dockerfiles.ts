import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { run } from '../command';
import { pythonEnvironment } from '../python/environment';

// npm run lint:docker: hadolint over every Dockerfile, with .hadolint.yaml
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
  const python = await pythonEnvironment(
    { name: 'lint', requirements: resolve('ci/lint/requirements.txt'), root: resolve('.') },
    run,
  );
  const dockerfiles = readdirSync('services', { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join('services', name, 'Dockerfile'));
  const hadolint = join(python, '..', 'hadolint');
  const { code, output } = await run(hadolint, ['--config', '.hadolint.yaml', ...dockerfiles]);
  console.log(output === '' ? `${dockerfiles.length} Dockerfiles, no finding` : output.trimEnd());
  return code;
}

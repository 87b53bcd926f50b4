import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { run } from '../command';
import { lockFilesOf, scannerProblem, unbuilt } from './scan-locks';

// npm run dependencies:scan: what is known against the dependencies that the images are built from
const scanner = 'github.com/google/osv-scanner/v2/cmd/osv-scanner@v2.5.1';

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
  const folders = readdirSync('services', { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join('services', name));
  const locks = lockFilesOf(folders.map((folder) => [folder, readdirSync(folder)]));
  const bin = resolve('node_modules/.cache/slipway/bin');
  const built = await run('go', ['install', scanner], { env: { GOBIN: bin } });
  if (built.code !== 0) {
    console.log(`${built.output.trimEnd()}\n${unbuilt}`);
    return 1;
  }
  const files = locks.map((path) => `--lockfile=${path}`);
  const { code, output } = await run(join(bin, 'osv-scanner'), ['scan', 'source', ...files]);
  const problem = scannerProblem(code);
  console.log(code === 0 ? `${locks.length} lock files, no finding` : output.trimEnd());
  if (problem !== undefined) console.log(problem);
  console.log(
    'not looked at: packages of the base images, which the registries scan when an image is pushed',
  );
  return code === 0 ? 0 : 1;
}

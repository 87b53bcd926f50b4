// bundles one TypeScript program and runs it: `node ci/run.mjs ci/emulated/deploy.ts [arguments]`; checks no types
import { buildSync } from 'esbuild';
import { relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [, , program] = process.argv;
if (!program) {
  console.error('usage: node ci/run.mjs <program.ts> [arguments]');
  process.exit(2);
}

const source = resolve(program);
const name = relative(process.cwd(), source).replace(/\.ts$/, '').replaceAll(/[\\/]/g, '-');
const bundle = resolve(`node_modules/.cache/slipway/${name}.cjs`);

buildSync({
  entryPoints: [source],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  target: 'node20',
  packages: 'external',
  logLevel: 'warning',
});

// the program finds its arguments where it would without the runner
process.argv.splice(1, 2, source);
await import(pathToFileURL(bundle).href);

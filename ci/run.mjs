// bundles one TypeScript program and runs it: `node ci/run.mjs ci/emulated/deploy.ts [arguments]`; checks no types
import { relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { saidInstead } from './usage.mjs';

const [, , program, ...given] = process.argv;
if (!program) {
  console.error('usage: node ci/run.mjs <program.ts> [arguments]');
  process.exit(2);
}

const source = resolve(program);
const path = relative(process.cwd(), source).split(sep).join('/');
const said = saidInstead(path, given);
if (said) {
  // somebody who asks for help, or mistypes, starts nothing
  (said.code === 0 ? console.log : console.error)(said.text);
  process.exit(said.code);
}

const name = path.replace(/\.ts$/, '').replaceAll(/[\\/]/g, '-');
const bundle = resolve(`node_modules/.cache/slipway/${name}.cjs`);

const { buildSync } = await import('esbuild');
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

// what cdktf.json runs: bundles the stacks and synthesizes them in this one process; the benchmark names its own program
import { buildSync } from 'esbuild';
import { createRequire } from 'node:module';
import { basename, dirname, resolve } from 'node:path';

const [, , program = 'stacks/main.ts'] = process.argv;
const bundle = resolve(`node_modules/.cache/slipway/${basename(dirname(program))}.cjs`);

buildSync({
  entryPoints: [program],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  target: 'node20',
  // reading cdktf and the bindings takes the bundler twice as long as loading them takes Node
  packages: 'external',
  logLevel: 'warning',
});

const require = createRequire(import.meta.url);
// the origin of each token is a quarter of the time of a hundred services, and only a broken token's error tells it
if (process.env.SLIPWAY_TOKEN_ORIGINS !== '1') require('../jest/no-token-stack-traces.js');

try {
  // `import` would first search the bundle for names of exports that nobody needs
  require(bundle);
} catch (error) {
  // a user's mistake needs its sentence, not the place in our code where it was found
  if (error?.name !== 'ValidationError') throw error;
  console.error(error.message);
  process.exitCode = 1;
}

// what cdktf.json runs: bundles the stacks and synthesizes them in this one process
import { buildSync } from 'esbuild';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const bundle = resolve('node_modules/.cache/slipway/stacks.cjs');

buildSync({
  entryPoints: ['stacks/main.ts'],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  target: 'node20',
  logLevel: 'warning',
});

try {
  await import(pathToFileURL(bundle).href);
} catch (error) {
  // a user's mistake needs its sentence, not the place in our code where it was found
  if (error?.name !== 'ValidationError') throw error;
  console.error(error.message);
  process.exitCode = 1;
}

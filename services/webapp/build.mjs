// builds the page and its server into .next/standalone, a folder that runs without anything beside it
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

const folder = fileURLToPath(new URL('.', import.meta.url));
const output = `${folder}.next/standalone`;
const next = createRequire(import.meta.url).resolve('next/dist/bin/next');

process.chdir(folder);
rmSync('.next', { recursive: true, force: true });
execFileSync(process.execPath, [next, 'build'], {
  stdio: 'inherit',
  env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
});

// takes the place of the server that next has generated
await build({
  entryPoints: ['server/main.ts'],
  outfile: `${output}/server.js`,
  bundle: true,
  platform: 'node',
  target: 'node20',
  external: ['next'],
  logLevel: 'warning',
});
cpSync('.next/static', `${output}/.next/static`, { recursive: true });
cpSync('public', `${output}/public`, { recursive: true });
fixPreviewKeys(`${output}/.next/prerender-manifest.json`, (manifest) => manifest.preview);
fixPreviewKeys(`${output}/.next/server/preview-props.json`, (manifest) => manifest);

/** Next draws these at random for its preview mode, which no page here has; fixed, the same source gives the same files. */
function fixPreviewKeys(file, keysOf) {
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  const keys = keysOf(manifest);
  for (const [name, value] of Object.entries(keys)) {
    keys[name] = createHash('sha256').update(name).digest('hex').slice(0, value.length);
  }
  writeFileSync(file, JSON.stringify(manifest));
}

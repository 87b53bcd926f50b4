import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What the build reads; a change of anything else leaves the browser's cached files valid. */
export const BUILD_INPUTS = [
  'components',
  'next.config.ts',
  'package-lock.json',
  'pages',
  'protocol',
  'public',
  'styles',
];

/** The same source gives the same id, so that two builds of it, or two replicas, serve the same URLs. */
export function buildId(folder: string): string {
  const hash = createHash('sha256');
  for (const file of BUILD_INPUTS.flatMap((input) => filesUnder(folder, input)).sort()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(folder, file)))
      .update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}

function filesUnder(folder: string, path: string): string[] {
  if (statSync(join(folder, path)).isDirectory()) {
    return readdirSync(join(folder, path)).flatMap((name) => filesUnder(folder, `${path}/${name}`));
  }
  // tests are not part of the image, so they must not be part of its name
  return /\.test\.tsx?$/.test(path) ? [] : [path];
}

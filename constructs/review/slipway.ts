#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { runCommand } from './command';
import { isObject } from './model';

// a reader such as `head` may leave before the report ends
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

const waivers = waiversOfPackage();
process.exitCode = runCommand(
  process.argv.slice(2),
  {
    write: (text) => process.stdout.write(text),
    complain: (text) => process.stderr.write(text),
  },
  {
    today: new Date().toISOString().slice(0, 10),
    ...(waivers === undefined ? {} : { waivers }),
  },
);

/** The file of waivers that the package in the current folder names. */
function waiversOfPackage(): string | undefined {
  try {
    const manifest: unknown = JSON.parse(readFileSync('package.json', 'utf8'));
    const own = isObject(manifest) && isObject(manifest.slipway) ? manifest.slipway : {};
    return typeof own.waivers === 'string' ? own.waivers : undefined;
  } catch {
    return undefined;
  }
}

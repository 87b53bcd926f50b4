import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeApp } from '../../stacks/app';
import { settingsFrom } from '../../stacks/config';

/** The parsed cdk.tf.json of every stack of the app, by its name. */
export function synthesizedStacks(): Record<string, unknown> {
  const outdir = mkdtempSync(join(tmpdir(), 'slipway-schema-'));
  try {
    composeApp(settingsFrom({}), { outdir }).synth();
    return Object.fromEntries(
      readdirSync(join(outdir, 'stacks')).map((name) => [
        name,
        JSON.parse(readFileSync(join(outdir, 'stacks', name, 'cdk.tf.json'), 'utf8')) as unknown,
      ]),
    );
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

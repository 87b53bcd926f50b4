import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { schemaProblems } from '../ci/schema/check';
import { composeApp } from './app';
import { settingsFrom } from './config';

const documents = synthesizeAll();

describe('the schemas of the providers', () => {
  it.each(Object.keys(documents))('accept %s', (name) => {
    expect(schemaProblems(documents[name])).toEqual([]);
  });
});

/** Every stack of the app, by its name. */
function synthesizeAll(): Record<string, unknown> {
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

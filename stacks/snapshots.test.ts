import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderSnapshot } from '../ci/synth/snapshot';
import { composeApp } from './app';
import { settingsFrom } from './settings';

const folder = join(__dirname, '__snapshots__');
const update = process.env.UPDATE_SNAPSHOTS === '1';

describe('the synthesized stacks', () => {
  const rendered = synthesizeAll();

  it.each(Object.keys(rendered))('%s equals its snapshot', (name) => {
    const path = join(folder, `${name}.json`);
    if (update) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(path, rendered[name]!);
    }

    const kept = existsSync(path) ? readFileSync(path, 'utf8') : `no file ${path}`;

    // a whole-file comparison that says what to do; the diff itself is git's job
    expect({
      equal: kept === rendered[name],
      remedy: 'npm run snapshots, then read git diff',
    }).toEqual({ equal: true, remedy: 'npm run snapshots, then read git diff' });
  });

  it('has no snapshot of a stack that is gone', () => {
    const kept = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));

    expect(kept.sort()).toEqual(Object.keys(rendered).sort());
  });

  it('comes out the same a second time', () => {
    expect(synthesizeAll()).toEqual(rendered);
  });

  it('never shows a token of the framework', () => {
    for (const text of Object.values(rendered)) expect(text.toLowerCase()).not.toContain('tftoken');
  });
});

/** The snapshot text of every stack, by its name. */
function synthesizeAll(): Record<string, string> {
  const outdir = mkdtempSync(join(tmpdir(), 'slipway-snapshots-'));
  try {
    composeApp(settingsFrom({}), { outdir }).synth();
    const stacks = readdirSync(join(outdir, 'stacks')).sort();
    return Object.fromEntries(
      stacks.map((name) => [
        name,
        renderSnapshot(readFileSync(join(outdir, 'stacks', name, 'cdk.tf.json'), 'utf8')),
      ]),
    );
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

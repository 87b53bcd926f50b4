// npm run test:providers: what the real providers of Docker and Google Cloud say, where this machine has them
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeApp } from '../../stacks/app';
import { settingsFrom } from '../../stacks/settings';
import { run } from '../command';
import { closingLine, countsOfJest, none } from '../test/counts';
import { lacking, type NeededProvider, neededProviders } from './needed';

void main();

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-providers-'));
  try {
    composeApp(settingsFrom({}), { outdir: folder }).synth();
    const rows = neededProviders(folder).map((one) => [one, lacking(one)] as const);
    console.log(table(rows));
    // a provider cannot be installed by hand in a minute: its absence fails nowhere, not even with CI=true
    if (rows.some(([, lacks]) => lacks.length === 0)) await runTests(join(folder, 'report.json'));
    else console.log(`\n${closingLine({ ...none, skipped: rows.length })}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function runTests(report: string): Promise<void> {
  const started = Date.now();
  const jest = join('node_modules', 'jest', 'bin', 'jest.js');
  const args = [jest, '--config', 'jest.providers.config.js', '--ci', '--verbose', '--json'];
  const { code } = await run(process.execPath, [...args, `--outputFile=${report}`], {
    onOutput: (text) => {
      // the report goes to the file, and to the output too
      if (!text.startsWith('{')) process.stdout.write(text);
    },
  });
  const counts = countsOfJest(readFileSync(report, 'utf8'));
  console.log(`\n${Math.round((Date.now() - started) / 1000)} s`);
  console.log(closingLine(counts));
  process.exitCode = code;
}

function table(rows: readonly (readonly [NeededProvider, readonly string[]])[]): string {
  const lines = rows.map(([{ source, version, stacks }, lacks]) => {
    const state = lacks.length === 0 ? 'present' : `not present: ${lacks.join(', ')}`;
    return [`${source} ${version}`, stacks.join(', '), state] as const;
  });
  return [['provider', 'stacks', 'on this machine'] as const, ...lines]
    .map(([provider, stacks, state]) => `${provider.padEnd(28)}${stacks.padEnd(28)}${state}`)
    .join('\n');
}

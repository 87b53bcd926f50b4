import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CommandResult, run } from '../command';

const source = 'services/prometheus';
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-rules-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** One container for all of them: starting it takes longer than what it does. */
function shell(...script: readonly string[]): Promise<CommandResult> {
  const user = String(process.getuid?.() ?? 0);
  const mount = ['--volume', `${folder}:/rules:ro`, '--workdir', '/rules', '--user', user];
  const name = ['--network', 'none', '--entrypoint', '/bin/sh', 'prom/prometheus:v3.5.0'];
  return run('docker', ['run', '--rm', ...mount, ...name, '-c', script.join('\n')]);
}

/** The configuration in a folder of its own, with one text in the rules changed wherever it stands. */
function copy(name: string, from = '', to = ''): void {
  cpSync(source, join(folder, name), { recursive: true });
  const path = join(folder, name, 'rules.yml');
  const text = readFileSync(path, 'utf8');
  if (!text.includes(from)) throw new Error(`rules.yml has no '${from}'`);
  writeFileSync(path, text.replaceAll(from, to));
}

it('promtool finds nothing wrong with the configuration and the rules', async () => {
  copy('whole');

  const { code, output } = await shell(
    'set -e; cd whole',
    'promtool check config --syntax-only prometheus.yml',
    'promtool check rules --lint=all --lint-fatal rules.yml',
    'promtool test rules rules.test.yml objectives.test.yml',
  );

  expect({ code, output }).toMatchObject({ code: 0 });
});

const weakened = [
  ['rules', 'up == 0', 'up == 2'],
  ['rules', '> 0.05', '> 0.5'],
  ['rules', '> 0.05', '> 0.01'],
  ['rules', '[1m])) > 5', '[1m])) > 0'],
  ['rules', '[5m]))) > 1\n', '[5m]))) > 3\n'],
  ['rules', 'route!~"/healthz|/readyz"', 'route!="/none"'],
  ['rules', 'store_failures_total[1m])) > 0', 'store_failures_total[1m])) > 100'],
  ['rules', '> 2048', '> 1024'],
  ['rules', '[10m]) > 2', '[10m]) > 0'],
  ['objectives', '> 0.0144', '> 0.0128'],
  ['objectives', '> 0.003\n', '> 0.006\n'],
  ['objectives', '> 0.144', '> 0.2'],
] as const;

it('the tests of the rules notice every rule that is weakened', async () => {
  weakened.forEach(([, from, to], index) => {
    copy(String(index), from, to);
  });

  const { output } = await shell(
    ...weakened.map(
      ([file], index) =>
        `(cd ${index} && promtool test rules ${file}.test.yml >/dev/null 2>&1); echo "${index} $?"`,
    ),
  );

  expect(output.trim().split('\n')).toEqual(weakened.map((_, index) => `${index} 1`));
});

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CommandResult, run } from '../command';

const source = 'services/prometheus';
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-rules-'));
  cpSync(source, folder, { recursive: true });
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function promtool(...args: readonly string[]): Promise<CommandResult> {
  const user = String(process.getuid?.() ?? 0);
  const mount = ['--volume', `${folder}:/rules:ro`, '--workdir', '/rules', '--user', user];
  const name = ['--network', 'none', '--entrypoint', '/bin/promtool', 'prom/prometheus:v3.5.0'];
  return run('docker', ['run', '--rm', ...mount, ...name, ...args]);
}

function edit(from: string, to: string): void {
  const path = join(folder, 'rules.yml');
  const text = readFileSync(path, 'utf8');
  if (!text.includes(from)) throw new Error(`rules.yml has no '${from}'`);
  writeFileSync(path, text.replace(from, to));
}

it('promtool finds nothing wrong with the configuration and the rules', async () => {
  for (const args of [
    ['check', 'config', '--syntax-only', 'prometheus.yml'],
    ['check', 'rules', '--lint=all', '--lint-fatal', 'rules.yml'],
    ['test', 'rules', 'rules.test.yml'],
  ]) {
    const { code, output } = await promtool(...args);

    expect({ args, code, output }).toMatchObject({ code: 0 });
  }
});

it.each([
  ['up == 0', 'up == 2'],
  ['> 0.05', '> 0.5'],
  ['> 0.05', '> 0.01'],
  ['[1m])) > 5', '[1m])) > 0'],
  ['> 1\n', '> 3\n'],
  ['route!~"/healthz|/readyz"', 'route!="/none"'],
  ['store_failures_total[1m])) > 0', 'store_failures_total[1m])) > 100'],
  ['> 2048', '> 1024'],
  ['[10m]) > 2', '[10m]) > 0'],
])('the tests of the rules notice when %j becomes %j', async (from, to) => {
  edit(from, to);

  expect((await promtool('test', 'rules', 'rules.test.yml')).code).not.toBe(0);
});

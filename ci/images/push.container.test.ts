import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../local/ports';
import { buildImages, registryImages } from './images';
import { pushImages } from './push';

// the registry that most registries run, on loopback
const registryModule = 'github.com/distribution/distribution/v3/cmd/registry@v3.0.0';

let folder: string;
let registry: ChildProcess;
let host: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-registry-'));
  host = `127.0.0.1:${await freePort()}`;
  const config = join(folder, 'config.json');
  writeFileSync(
    config,
    JSON.stringify({
      version: 0.1,
      storage: { filesystem: { rootdirectory: folder } },
      http: { addr: host },
    }),
  );
  // a group of its own: go run starts the registry as a child that would outlive it
  registry = spawn('go', ['run', registryModule, 'serve', config], {
    cwd: folder,
    detached: true,
    stdio: 'ignore',
  });
  await answers(`http://${host}/v2/`);
  await buildImages(() => undefined);
}, 600_000);

afterAll(() => {
  if (registry.pid !== undefined) process.kill(-registry.pid, 'SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

async function answers(url: string): Promise<void> {
  for (let tries = 0; tries < 1200; tries += 1) {
    const ok = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return;
    if (registry.exitCode !== null) throw new Error('the registry ended before it served');
    await wait(250);
  }
  throw new Error(`${url} did not answer within 5 minutes`);
}

describe('npm run build:images -- --push', () => {
  it('pushes what the registry lacks, under the tags that the stacks look for', async () => {
    const lines: string[] = [];

    expect(await pushImages(host, (line) => lines.push(line))).toBe(true);

    expect(lines).toHaveLength(registryImages().length);
    for (const line of lines) expect(line).toMatch(/^ok .* was pushed$/);
    for (const { reference } of registryImages()) {
      const [repository, tag] = reference.split(':') as [string, string];
      const tags = await fetch(`http://${host}/v2/${repository}/tags/list`);

      expect(await tags.json()).toEqual({ name: repository, tags: [tag] });
    }
  });

  it('pushes nothing a second time', async () => {
    const lines: string[] = [];

    expect(await pushImages(host, (line) => lines.push(line))).toBe(true);

    for (const line of lines) expect(line).toMatch(/is in the registry already$/);
  });

  it('fails with the reason when the registry is not there', async () => {
    const lines: string[] = [];
    const nobody = `127.0.0.1:${await freePort()}`;

    expect(await pushImages(nobody, (line) => lines.push(line))).toBe(false);

    expect(lines.join('\n')).toMatch(/was not pushed\n.*connection refused/s);
  });
});

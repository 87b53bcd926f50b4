import { App } from 'cdktf';
import type { System, Workload } from '../constructs/core';
import { run } from '../ci/command';
import { ask } from '../ci/e2e/ask';
import { freePort } from '../ci/local/ports';
import { lacking, mirrorOf } from '../ci/providers/needed';
import { Workspace } from '../ci/providers/workspace';
import { cacheImage, proxyImage, system } from '../services/system';
import type { LocalSettings } from './settings';
import { LocalStack } from './local';

const provider = { source: 'kreuzwerker/docker', version: '3.6.2', stacks: ['local'] };
const mirror = mirrorOf(provider);
const present = mirror !== undefined && lacking(provider).length === 0;
const environment = `slipway-p${process.pid}`;
const services = [...Object.keys(system.workloads), 'reverse-proxy'].sort();

interface Inspected {
  readonly Id: string;
  readonly Config: { readonly Healthcheck: { readonly Retries: number } };
  readonly State: { readonly Health: { readonly Status: string } };
}

let workspace: Workspace;
let settings: LocalSettings;

/** Writes the stack with the system, or with a changed one. */
function synthesize(changed: System = system): void {
  const app = new App({ outdir: workspace.output });
  new LocalStack(app, 'local', { settings, system: changed, proxyImage, cacheImage });
  app.synth();
}

async function docker(...args: readonly string[]): Promise<string> {
  const { code, output } = await run('docker', args);
  if (code !== 0) throw new Error(`docker ${args.join(' ')}: ${output}`);
  return output.trim();
}

async function inspect(service: string): Promise<Inspected> {
  const [found] = JSON.parse(await docker('inspect', `${environment}-${service}`)) as Inspected[];
  return found!;
}

/** Everything of this run that the engine has, as lines. */
async function leftovers(): Promise<string[]> {
  const filter = ['--filter', `label=slipway.environment=${environment}`];
  const lists = await Promise.all([
    docker('ps', '--all', ...filter, '--format', 'container {{.Names}}'),
    docker('network', 'ls', ...filter, '--format', 'network {{.Name}}'),
    docker('volume', 'ls', ...filter, '--format', 'volume {{.Name}}'),
  ]);
  return lists.flatMap((list) => list.split('\n')).filter((line) => line !== '');
}

/** Takes away what a failed test left, by names that only this run has, and the images, which stay by design. */
async function cleanUp(): Promise<void> {
  const left = await leftovers();
  for (const kind of ['container', 'network', 'volume']) {
    const names = left.filter((line) => line.startsWith(kind)).map((line) => line.split(' ')[1]!);
    const force = kind === 'container' ? ['--force'] : [];
    if (names.length > 0) await run('docker', [kind, 'rm', ...force, ...names]);
  }
  const format = '{{.Repository}}:{{.Tag}}';
  const images = await docker('image', 'ls', `${environment}/*`, '--format', format);
  if (images !== '') await run('docker', ['image', 'rm', ...images.split('\n')]);
}

// each step needs the ones before it
(present ? describe : describe.skip)('the stack local on a real engine', () => {
  beforeAll(async () => {
    workspace = new Workspace(mirror!);
    settings = {
      environment,
      httpsPort: await freePort(),
      httpPort: await freePort(),
      // the test destroys what it deploys
      disposable: true,
    };
    synthesize();
  });

  afterAll(async () => {
    await workspace.close();
    await cleanUp();
  });

  it('is deployed by cdktf', async () => {
    const { code, output } = await workspace.cdktf.deploy('local');

    expect({ code, output: output.slice(-3000) }).toMatchObject({ code: 0 });
  });

  it('runs every service, healthy', async () => {
    for (const service of services) {
      expect([service, (await inspect(service)).State.Health.Status]).toEqual([service, 'healthy']);
    }
  });

  it('answers under HTTPS, and opens /admin to whoever has the login', async () => {
    const base = `https://127.0.0.1:${settings.httpsPort}`;
    const file = '/var/lib/reverse-proxy/logins/admin-login.txt';
    const login = await docker('exec', `${environment}-reverse-proxy`, 'cat', file);
    const [, user = '', password = ''] = /^user: (.+)\npassword: (.+)$/m.exec(login) ?? [];
    const auth = `${user}:${password}`;
    // one answer in a hundred is an error of uptime
    const uptime = await Promise.all([1, 2, 3].map(() => ask(`${base}/uptime/`)));

    expect(uptime.map(({ body }) => body).join()).toMatch(/Uptime: \d+/);
    expect((await ask(`${base}/admin`)).status).toBe(401);
    expect((await ask(`${base}/admin`, { auth })).body).toContain('User Management');
    expect((await ask(`${base}/admin/api/users`, { auth })).body).toContain('john@example.com');
  });

  it('lets nobody reach a service that it is not connected to', async () => {
    const lookUp = (host: string) =>
      `require('dns').lookup('${host}', (e) => console.log('${host}', e ? e.code : 'found'))`;
    const program = ['goapp', 'uptime', 'example.com'].map(lookUp).join(';');
    const adminapp = `${environment}-adminapp`;
    const output = await docker('exec', adminapp, '/nodejs/bin/node', '-e', program);

    expect(output).toContain('goapp found');
    expect(output).toMatch(/uptime (EAI_AGAIN|ENOTFOUND)/);
    expect(output).toMatch(/example\.com (EAI_AGAIN|ENOTFOUND)/);
  });

  it('has an empty second plan', async () => {
    const { code, output } = await workspace.cdktf.plan('local');

    expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
  });

  it('replaces one container alone when one prop of it changes', async () => {
    const before = await Promise.all(services.map(inspect));
    const { goapp } = system.workloads as Readonly<Record<string, Workload>>;
    const patient = { ...goapp!, health: { ...goapp!.health, failuresToUnhealthy: 4 } };
    synthesize({ ...system, workloads: { ...system.workloads, goapp: patient } });

    const plan = await workspace.cdktf.plan('local');
    const { code } = await workspace.cdktf.deploy('local');
    const after = await Promise.all(services.map(inspect));

    expect(plan.output).toContain('Plan: 1 to add, 0 to change, 1 to destroy.');
    expect(code).toBe(0);
    expect(services.filter((_, at) => after[at]!.Id !== before[at]!.Id)).toEqual(['goapp']);
    expect((await inspect('goapp')).Config.Healthcheck.Retries).toBe(4);
  });

  it('leaves no container, network or volume behind when it is destroyed', async () => {
    const { code, output } = await workspace.cdktf.destroy('local');

    expect({ code, output: output.slice(-3000) }).toMatchObject({ code: 0 });
    expect(await leftovers()).toEqual([]);
  });
});

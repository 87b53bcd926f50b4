import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { docker } from './container.fixture';
import {
  type Answers,
  IdentityLab,
  localPorts,
  type Order,
  type Sidecar,
} from './identity-lab.fixture';

const lab = new IdentityLab();
beforeEach(() => lab.tellMetadata({ mode: 'ok', lifeSeconds: 3600, asked: 0 }));
afterAll(() => lab.remove());

/** Lets the application send requests while the test goes on. */
function meanwhile(sidecar: Sidecar, { path = '/', ...order }: Order): Promise<Answers> {
  const url = `http://localhost:${localPorts.goapp}${path}`;
  return new Promise((resolve, reject) => {
    const child = spawn('docker', sidecar.command(JSON.stringify({ url, ...order })));
    let out = '';
    child.stdout.on('data', (part: Buffer) => (out += part.toString()));
    child.on('error', reject);
    child.on('close', () => resolve(JSON.parse(out) as Answers));
  });
}

describe('a metadata server that fails', () => {
  it('takes no token away that still holds, whatever the application refuses', async () => {
    const sidecar = await lab.startSidecar();
    sidecar.ask();
    lab.tellMetadata({ mode: 'fail' });

    expect(sidecar.ask({ path: '/forbidden' }).last.status).toBe(403);
    expect(sidecar.ask({ times: 5 }).counts).toEqual({ 200: 5 });
    expect(sidecar.log()).toContain('the old one still holds');
  });

  it.each(['POST', 'GET'])('has an answer in JSON for %s', async (method) => {
    const sidecar = await lab.startSidecar();
    lab.tellMetadata({ mode: 'fail' });

    const { last } = sidecar.ask({ method });

    expect(last.status).toBe(503);
    expect(JSON.parse(last.text)).toEqual({
      error: 'no ID token for goapp: the metadata server gave none',
    });
  });

  it('delays one call of many while a token holds and it hangs', async () => {
    lab.tellMetadata({ lifeSeconds: 40 });
    const sidecar = await lab.startSidecar();
    sidecar.ask();
    lab.tellMetadata({ mode: 'hang', asked: 0 });
    // past the time of renewal
    await sleep(30_500);

    const { counts, ms } = sidecar.ask({ times: 50 });

    expect(counts).toEqual({ 200: 50 });
    expect(ms).toBeGreaterThan(1900);
    expect(ms).toBeLessThan(4000);
    expect(lab.asked).toBe(1);
  });
});

describe('a refusal of the callee', () => {
  it('does not make each call fetch a token', async () => {
    const sidecar = await lab.startSidecar();

    expect(sidecar.ask({ path: '/forbidden', times: 50 }).counts).toEqual({ 403: 50 });
    expect(lab.asked).toBe(2);
  });
});

describe('a callee', () => {
  it.each([
    ['GET', '2'],
    ['POST', '1'],
    ['DELETE', '1'],
  ])('that cuts the connection gets %s %s times', async (method, times) => {
    const sidecar = await lab.startSidecar();
    const before = Number(sidecar.ask({ path: '/cuts' }).last.text);

    expect(sidecar.ask({ path: '/cut', method }).last.status).toBe(502);
    expect(Number(sidecar.ask({ path: '/cuts' }).last.text) - before).toBe(Number(times));
  });

  it('gets path, query and a large body as they were sent', async () => {
    const sidecar = await lab.startSidecar();
    // a body above the 32 MiB of memory that the container may write to
    const path = '/a//b%2Fc?x=%20y';
    const { url, bytes } = sidecar.heard({ path, method: 'POST', repeatBody: 40 * 1024 * 1024 });

    expect(url).toBe(path);
    expect(bytes).toBe(40 * 1024 * 1024);
  });

  it('that redirects to itself leads back to the sidecar', async () => {
    const sidecar = await lab.startSidecar();

    expect(sidecar.ask({ path: '/redirect', follow: false }).last.location).toBe('/there');
  });
});

describe('a stop', () => {
  it('lets the application beside it call on for six seconds, and takes ten at most', async () => {
    const sidecar = await lab.startSidecar();
    sidecar.ask();
    const started = Date.now();
    docker('kill', '--signal', 'TERM', sidecar.id);
    await sleep(500);

    const { counts } = await meanwhile(sidecar, { path: '/?wait=100', times: 40 });

    expect(counts).toEqual({ 200: 40 });
    expect(docker('wait', sidecar.id).trim()).toBe('0');
    expect(Date.now() - started).toBeLessThan(10_000);
  });
});

describe('the container', () => {
  it('writes in its directory alone, as a user without a name', async () => {
    const sidecar = await lab.startSidecar();
    sidecar.ask();

    expect(docker('exec', sidecar.id, 'id', '-u')).toBe('101\n');
    expect(docker('inspect', '--format', '{{.HostConfig.ReadonlyRootfs}}', sidecar.id)).toBe(
      'true\n',
    );
    const temporary = docker(
      'exec',
      sidecar.id,
      'find',
      '/var/lib/reverse-proxy/temp',
      '-type',
      'f',
    );
    expect(temporary).toBe('');
  });
});

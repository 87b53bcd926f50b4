import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { docker, loggedLine } from './container.fixture';
import { IdentityLab, localPorts } from './identity-lab.fixture';

const lab = new IdentityLab();
beforeEach(() => lab.tellMetadata({ mode: 'ok', lifeSeconds: 3600, asked: 0 }));
afterAll(() => lab.remove());

describe('the identity of a call', () => {
  it('is a token for the callee, and everything else stays as the application sent it', async () => {
    const sidecar = await lab.startSidecar();

    const heard = sidecar.heard({
      path: '/users/1?full=1',
      method: 'PUT',
      body: '{"name":"Ada"}',
      headers: {
        authorization: 'Bearer of-the-application',
        'x-serverless-authorization': 'Bearer forged',
        'x-forwarded-host': 'app.example.org',
        under_score: 'kept',
      },
    });

    expect(heard).toMatchObject({ method: 'PUT', url: '/users/1?full=1', body: '{"name":"Ada"}' });
    expect(heard.claims.aud).toBe('https://goapp.run.test');
    expect(heard.headers).toMatchObject({
      host: 'goapp.run.test',
      authorization: 'Bearer of-the-application',
      'x-forwarded-host': 'app.example.org',
      under_score: 'kept',
    });
    expect(heard.headers['x-serverless-authorization']).not.toContain('forged');
  });

  it('is asked for once and then remembered', async () => {
    const sidecar = await lab.startSidecar();

    const { counts } = sidecar.ask({ times: 200, together: 4 });

    expect(counts).toEqual({ 200: 200 });
    // each of the two workers of nginx may find the lock free once at most: they share it
    expect(lab.asked).toBe(1);
  });

  it('is asked for once by fifty requests that come at the same time', async () => {
    const sidecar = await lab.startSidecar();

    expect(sidecar.ask({ times: 50, together: 50 }).counts).toEqual({ 200: 50 });
    expect(lab.asked).toBe(1);
  });

  it('differs from callee to callee', async () => {
    const sidecar = await lab.startSidecar();

    expect(sidecar.heard().claims.aud).toBe('https://goapp.run.test');
    expect(sidecar.heard({ port: localPorts.chat }).claims.aud).toBe('https://chat.run.test');
    expect(lab.asked).toBe(2);
  });

  it('is renewed before it ends, without a failed request', async () => {
    lab.tellMetadata({ lifeSeconds: 4 });
    const sidecar = await lab.startSidecar();
    const first = sidecar.heard().claims.number;

    const { counts, last } = sidecar.ask({ path: '/?wait=30', times: 250, together: 1 });

    expect(counts).toEqual({ 200: 250 });
    expect((JSON.parse(last.text) as { claims: { number: number } }).claims.number).toBeGreaterThan(
      first,
    );
    expect(lab.asked).toBeGreaterThanOrEqual(2);
    expect(lab.asked).toBeLessThan(12);
  });

  it('never stands in a log', async () => {
    const sidecar = await lab.startSidecar();
    const token = sidecar.heard().headers['x-serverless-authorization']!;
    sidecar.ask({ path: '/hang' });

    await loggedLine(() => sidecar.log(), '"status":504');
    expect(sidecar.log()).not.toContain(token.slice(-20));
  });
});

describe('a metadata server that fails', () => {
  it('is not missed while a token holds', async () => {
    lab.tellMetadata({ lifeSeconds: 8 });
    const sidecar = await lab.startSidecar();
    sidecar.ask();
    lab.tellMetadata({ mode: 'fail' });
    // past the time of renewal, before the end
    await sleep(4500);

    expect(sidecar.ask({ times: 5 }).counts).toEqual({ 200: 5 });
  });

  it.each([
    ['answers with an error', 'fail', 1000],
    ['answers with nonsense', 'nonsense', 1000],
    // one try of 2 s
    ['never answers', 'hang', 3500],
  ] as const)('ends each call in bounded time where it %s', async (_, mode, bound) => {
    const sidecar = await lab.startSidecar();
    lab.tellMetadata({ mode, asked: 0 });

    const { last } = sidecar.ask();
    const { counts } = sidecar.ask({ times: 20, together: 20 });

    expect(last.status).toBe(503);
    expect(JSON.parse(last.text)).toEqual({
      error: 'no ID token for goapp: the metadata server gave none',
    });
    expect(last.ms).toBeLessThan(bound);
    expect(counts).toEqual({ 503: 20 });
    // twenty requests that wait together make one more pair of tries at most
    expect(lab.asked).toBeLessThanOrEqual(4);
    expect(sidecar.log()).toContain('no ID token for https://goapp.run.test');
  });

  it('is asked again once it is back', async () => {
    const sidecar = await lab.startSidecar();
    lab.tellMetadata({ mode: 'fail' });
    sidecar.ask();
    lab.tellMetadata({ mode: 'ok' });
    await sleep(2100);

    expect(sidecar.ask().last.status).toBe(200);
  });
});

describe('a callee', () => {
  it('that never answers ends the call at its time', async () => {
    const sidecar = await lab.startSidecar();

    const { last } = sidecar.ask({ path: '/hang', method: 'POST' });

    expect(last.status).toBe(504);
    expect(JSON.parse(last.text)).toEqual({ error: 'goapp gave no answer in time' });
    expect(last.ms).toBeGreaterThan(1900);
    expect(last.ms).toBeLessThan(4000);
  });

  it('that refuses a token gets a new one, and not one for each call', async () => {
    const sidecar = await lab.startSidecar();
    const first = sidecar.heard().claims.number;
    const refuse = (path: string) => sidecar.ask({ path });
    refuse('/control/refuse');

    expect(sidecar.ask({ times: 20 }).counts).toEqual({ 401: 20 });
    expect(lab.asked).toBe(2);
    refuse('/control/accept');
    expect(sidecar.heard().claims.number).toBeGreaterThan(first);
  });

  it('with a certificate that nobody trusts is not called', async () => {
    const sidecar = await lab.startSidecar('stranger');

    const { last } = sidecar.ask();

    expect(last.status).toBe(502);
    expect(JSON.parse(last.text)).toEqual({ error: 'goapp cannot be reached' });
    expect(sidecar.log()).toContain('certificate verify error');
  });

  it('that speaks WebSocket ends a plain call at its time all the same', async () => {
    const sidecar = await lab.startSidecar();

    const { last } = sidecar.ask({ path: '/hang', port: localPorts.chat, method: 'POST' });

    expect(last).toMatchObject({ status: 504 });
    expect(last.ms).toBeLessThan(4000);
  });

  it('talks over a WebSocket in both directions', async () => {
    const sidecar = await lab.startSidecar();

    expect(sidecar.talk(['one', 'two', 'three'], localPorts.chat)).toEqual([
      'heard one',
      'heard two',
      'heard three',
    ]);
  });

  it('that moves to another address is found again', async () => {
    const sidecar = await lab.startSidecar();
    expect(sidecar.ask({ port: localPorts.chat }).last.status).toBe(200);
    // the old one keeps its address and answers nothing more
    docker('pause', lab.chat);
    docker('network', 'disconnect', lab.lab.name, lab.chat);
    docker('unpause', lab.chat);
    lab.startCallee('chat');

    let status = 0;
    for (let attempt = 0; attempt < 20 && status !== 200; attempt += 1) {
      await sleep(500);
      ({ status } = sidecar.ask({ port: localPorts.chat }).last);
    }
    expect(status).toBe(200);
  });
});

describe('the container', () => {
  it('shows nothing but its health to the outside', async () => {
    const sidecar = await lab.startSidecar();

    expect(sidecar.health()).toBe('200');
    expect(sidecar.health('/users')).toBe('404');
    const listening = docker(
      'exec',
      sidecar.id,
      'sh',
      '-c',
      'cat /proc/net/tcp | awk \'$4=="0A" {print $2}\'',
    );
    // addresses are written backwards in hex: 127.0.0.1 and 0.0.0.0
    const open = listening
      .trim()
      .split('\n')
      .filter((line) => line.startsWith('00000000:'));
    expect(open).toEqual([`00000000:${(15020).toString(16).toUpperCase()}`]);
  });

  it.each([
    ['is missing', ''],
    ['is no address', 'goapp'],
    ['has a path', 'https://goapp.run.test/x'],
    ['is not encrypted', 'http://goapp.run.test'],
    ['ends the directive', 'https://a.test;evil'],
    ['has a second line', 'https://a.test\nhttps://b.test'],
    ['has a port', 'https://goapp.run.test:443'],
    ['has capital letters', 'https://Goapp.run.test'],
    ['has an empty label', 'https://goapp..test'],
    ['has a hyphen at an edge', 'https://-goapp.test'],
    ['has one label', 'https://goapp'],
    ['is a number', 'https://169.254.169.254'],
  ])('gives up with a sentence where an origin %s', (_, origin) => {
    const { code, log } = lab.runSidecar({ ORIGIN_GOAPP: origin });

    expect(code).toBe(1);
    expect(log).toContain(
      'ORIGIN_GOAPP holds no address of goapp; give it https:// and a lower-case host name, without a port and a path',
    );
  });

  it('lets a call in flight end when it is told to stop', async () => {
    const sidecar = await lab.startSidecar();
    sidecar.ask();
    const call = new Promise<string>((resolve, reject) => {
      const order = JSON.stringify({ url: `http://localhost:${localPorts.goapp}/?wait=1500` });
      const child = spawn('docker', sidecar.command(order));
      let out = '';
      child.stdout.on('data', (part: Buffer) => (out += part.toString()));
      child.on('error', reject);
      child.on('close', () => resolve(out));
    });
    await sleep(900);

    const start = Date.now();
    docker('kill', '--signal', 'TERM', sidecar.id);
    const code = docker('wait', sidecar.id).trim();

    expect(JSON.parse(await call)).toMatchObject({ counts: { 200: 1 } });
    expect(code).toBe('0');
    expect(Date.now() - start).toBeLessThan(10_000);
  });
});

import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';

import { FakeBackend } from './backend';
import { Child, build } from './child';
import { Client, until } from './relay';

const BUILD_TIMEOUT_MS = 180_000;
const STOP_TIMEOUT_MS = 10_000;
const GREETING = 'Connected to server!';
// what the build is told; the running server is told something else
const BUILD_TIME_BACKEND = 'http://backend-of-the-build.example:48123';

let folder: string;
let backend: FakeBackend;
let child: Child;

beforeAll(async () => {
  folder = build({ BACKEND_URL: BUILD_TIME_BACKEND });
  backend = await FakeBackend.start();
  child = await Child.start(folder, { BACKEND_URL: backend.url });
}, BUILD_TIMEOUT_MS);

beforeEach(() => backend.reset());

afterAll(async () => {
  await child.kill();
  await backend.stop();
});

const call = (path: string, init?: RequestInit) => fetch(child.url + path, init);

/** Sends these headers and nothing else, where fetch has its own mind about some of them. */
function ask(path: string, headers: Record<string, string>): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const asked = request(child.url + path, { headers }, (response) => resolve(response.resume()));
    asked.on('error', reject).end();
  });
}

async function connected(url = child.url): Promise<Client> {
  const client = new Client(url);
  await until(() => client.responses.length === 1);
  return client;
}

function filesUnder(path: string): string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map((name) => join(path, name))
    .filter((name) => statSync(name).isFile());
}

/** The page and every file that it names. */
async function everythingServed(): Promise<Response[]> {
  const html = await (await call('/')).text();
  const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file ?? '');
  return Promise.all(['/', '/404', ...files].map((path) => call(path)));
}

describe('the page', () => {
  it('has scripts that its policy allows, and no styles of its own', async () => {
    const response = await call('/');

    const html = await response.text();
    expect(response.status).toBe(200);
    expect(html).toContain('placeholder="Type your message..."');
    const policy = response.headers.get('content-security-policy') ?? '';
    const scripts = [...html.matchAll(/<script>([^]*?)<\/script>/g)];
    expect(scripts.length).toBeGreaterThan(0);
    for (const [, script = ''] of scripts) {
      const digest = createHash('sha256').update(script).digest('base64');
      expect(policy).toContain(`'sha256-${digest}'`);
    }
    expect(policy).toContain("connect-src 'self';");
    expect(html).not.toMatch(/style="|<style/);
  });

  it('names only files that are there', async () => {
    const served = await everythingServed();

    expect(served.length).toBeGreaterThan(7);
    const missing = served.filter(({ status, url }) => status !== 200 && !url.endsWith('/404'));
    expect(missing.map(({ url }) => url)).toEqual([]);
  });

  it('is asked for each time, and its files never again', async () => {
    const served = await everythingServed();

    for (const { url, headers } of served.filter(({ status }) => status === 200)) {
      const expected = url.includes('/_next/') ? 'public, max-age=31536000, immutable' : 'no-cache';
      expect([url, headers.get('cache-control')]).toEqual([url, expected]);
      expect(headers.get('etag')).toBeTruthy();
    }
    const etag = (await call('/')).headers.get('etag') ?? '';
    expect((await ask('/', { 'If-None-Match': etag })).statusCode).toBe(304);
  });

  it('is not stored when it is missing, and has a page for that', async () => {
    const response = await call('/nothing');

    expect(response.status).toBe(404);
    expect(response.headers.get('cache-control')).toContain('no-store');
    expect(await response.text()).toContain('Page not found');
  });

  it('never names the backend, neither that of the build nor that of the run', async () => {
    const secrets = ['backend-of-the-build', '48123', 'localhost:8090', 'pythonapp', backend.url];
    const built = filesUnder(join(folder, '.next')).map((file) => readFileSync(file, 'latin1'));
    const served = await everythingServed();
    const texts = await Promise.all(
      served.map(async (it) => JSON.stringify([...it.headers]) + (await it.text())),
    );

    expect(built.length).toBeGreaterThan(20);
    for (const text of [...built, ...texts]) {
      expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    }
  });
});

describe('the socket', () => {
  it('chats', async () => {
    const client = await connected();

    client.send('hello');

    await until(() => client.responses.length === 2);
    expect(client.responses).toEqual([GREETING, 'hello']);
    client.close();
  });

  it('is there from the start, before anything else was asked for', async () => {
    const fresh = await Child.start(folder, { BACKEND_URL: backend.url });

    const client = await connected(fresh.url);

    expect(client.refusals).toEqual([]);
    client.close();
    await fresh.kill();
  });

  it('keeps fifty browsers apart', async () => {
    const clients = await Promise.all(Array.from({ length: 50 }, () => connected()));
    const textsOf = (client: Client) => [0, 1, 2].map((it) => `${clients.indexOf(client)}-${it}`);

    for (const client of clients) client.send(...textsOf(client));

    await until(() => clients.every(({ responses }) => responses.length === 4));
    for (const client of clients) expect(client.responses).toEqual([GREETING, ...textsOf(client)]);
    for (const client of clients) client.close();
    await until(() => backend.sockets.size === 0);
  }, 20_000);

  it('needs no stickiness: each connection may reach another replica', async () => {
    const other = await Child.start(folder, { BACKEND_URL: backend.url });
    const [here, there] = [await connected(), await connected(other.url)];

    here.send('here');
    there.send('there');

    await until(() => here.responses.length + there.responses.length === 4);
    expect([here.responses[1], there.responses[1]]).toEqual(['here', 'there']);
    here.close();
    there.close();
    await other.kill();
  }, 15_000);

  it('is no long polling', async () => {
    const response = await call('/api/socket/?EIO=4&transport=polling');

    expect(response.status).toBe(400);
    expect(await response.json()).toHaveProperty('error');
  });
});

describe('the process', () => {
  it('is healthy and ready', async () => {
    const answers = await Promise.all([call('/healthz'), call('/readyz')]);

    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  });

  it('shows metrics on their own port only', async () => {
    await call('/');

    const metrics = await fetch(`${child.metricsUrl}/metrics`);
    expect(metrics.headers.get('content-type')).toContain('text/plain');
    const text = await metrics.text();
    expect(text).toContain('http_requests_total{method="GET",route="/",status="200"}');
    expect(text).toContain('websocket_connections_open');
    expect((await call('/metrics')).status).toBe(404);
    expect((await fetch(child.metricsUrl)).status).toBe(404);
  });

  it('answers an upgrade elsewhere as an ordinary request', async () => {
    const response = await ask('/nothing', { Connection: 'Upgrade', Upgrade: 'websocket' });

    expect(response.statusCode).toBe(404);
  });

  it('writes nothing but JSON lines', async () => {
    await child.logged('request served');

    for (const line of child.stdout.trimEnd().split('\n')) {
      expect(JSON.parse(line)).toMatchObject({ time: expect.any(String) as unknown });
    }
  });
});

describe('a stop', () => {
  it(
    'turns readiness to 503, sends clients elsewhere in the way that they come back, and exits 0',
    async () => {
      const stopping = await Child.start(folder, { BACKEND_URL: backend.url });
      const client = await connected(stopping.url);
      const port = new URL(stopping.url).port;

      const started = performance.now();
      stopping.terminate();
      await stopping.logged('stopping');
      client.send('still served');
      const ready = await fetch(`${stopping.url}/readyz`);
      const alive = await fetch(`${stopping.url}/healthz`);

      expect([ready.status, alive.status]).toEqual([503, 200]);
      await until(() => client.responses.includes('still served'));
      expect(await stopping.exited()).toBe(0);
      expect(performance.now() - started).toBeLessThan(STOP_TIMEOUT_MS);
      await until(() => client.disconnects.length === 1);
      expect(client.disconnects).toEqual(['transport close']);

      const next = await Child.start(folder, { BACKEND_URL: backend.url, PORT: port });
      await until(() => client.responses.length === 3);
      expect(client.responses).toEqual([GREETING, 'still served', GREETING]);
      client.close();
      await next.kill();
    },
    2 * STOP_TIMEOUT_MS,
  );

  it(
    'cuts off a socket that does not answer, and still exits 0 in time',
    async () => {
      const stopping = await Child.start(folder, { BACKEND_URL: backend.url });
      const mute = await muteSocket(Number(new URL(stopping.url).port));
      await stopping.logged('socket connected');

      const started = performance.now();
      stopping.terminate();

      expect(await stopping.exited()).toBe(0);
      expect(performance.now() - started).toBeLessThan(STOP_TIMEOUT_MS);
      expect(await stopping.logged('requests cut off')).toMatchObject({ level: 'error' });
      mute.destroy();
    },
    STOP_TIMEOUT_MS + 5_000,
  );

  /** A client that opens a WebSocket and then neither reads nor writes. */
  async function muteSocket(port: number): Promise<Socket> {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    socket.write(
      'GET /api/socket/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\n' +
        'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
        'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
    );
    socket.on('error', () => undefined);
    await new Promise((resolve) => socket.once('readable', resolve));
    return socket;
  }
});

describe('the healthcheck argument', () => {
  const server = () => join(folder, 'server.js');

  it('exits 0 when the server answers, and 1 when it does not', async () => {
    const healthy = await Child.start(folder, {});
    const env = { ...process.env, PORT: new URL(healthy.url).port };

    expect(() => execFileSync(process.execPath, [server(), 'healthcheck'], { env })).not.toThrow();
    await healthy.kill();
    expect(spawnSync(process.execPath, [server(), 'healthcheck'], { env }).status).toBe(1);
  });

  it('exits 1 when the environment is wrong', () => {
    const env = { ...process.env, BACKEND_URL: 'nonsense' };

    const { status, stdout } = spawnSync(process.execPath, [server()], { env, encoding: 'utf8' });

    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ level: 'error', msg: 'failed' });
  });
});

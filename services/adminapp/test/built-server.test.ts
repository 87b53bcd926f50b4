import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { request, type IncomingMessage } from 'node:http';

import { FakeBackend, json } from './backend';
import { Child, buildInto } from './child';

const BUILD_TIMEOUT_MS = 180_000;
const STOP_TIMEOUT_MS = 10_000;

let backend: FakeBackend;

beforeAll(async () => {
  backend = await FakeBackend.start();
});

beforeEach(() => backend.reset());

afterAll(() => backend.stop());

describe.each([
  ['the root', 'root', ''],
  ['/admin', 'admin', '/admin'],
])('built for %s', (_, name, basePath) => {
  let child: Child;

  beforeAll(async () => {
    child = await Child.start(buildInto(name, basePath), { BACKEND_URL: backend.url });
  }, BUILD_TIMEOUT_MS);

  afterAll(() => child.kill());

  const call = (path: string, init?: RequestInit) => fetch(child.url + basePath + path, init);

  it('serves the page with scripts that its policy allows', async () => {
    const response = await fetch(child.url + (basePath || '/'));

    const html = await response.text();
    expect(response.status).toBe(200);
    expect(html).toContain('<h1>User Management</h1>');
    const policy = response.headers.get('content-security-policy') ?? '';
    for (const [, script = ''] of html.matchAll(/<script>([^]*?)<\/script>/g)) {
      const digest = createHash('sha256').update(script).digest('base64');
      expect(policy).toContain(`'sha256-${digest}'`);
    }
    expect(html).not.toMatch(/style="|<style/);
  });

  it('serves every file that the page names, below the base path', async () => {
    const html = await (await fetch(child.url + (basePath || '/'))).text();

    const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file ?? '');
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) {
      expect(file.startsWith(`${basePath}/`)).toBe(true);
      expect((await fetch(child.url + file)).status).toBe(200);
    }
  });

  it('answers 404 for an unknown page, also with a page of its own', async () => {
    const response = await call('/nothing');

    expect(response.status).toBe(404);
    expect(await response.text()).toContain('Page not found');
  });

  it('relays GET and POST of the collection', async () => {
    backend.reply = json(201, { id: '4' });

    const listed = await call('/api/users');
    const added = await call('/api/users', { method: 'POST', body: '{"id":"4"}' });

    expect([listed.status, added.status]).toEqual([200, 201]);
    expect(await added.json()).toEqual({ id: '4' });
    expect(backend.received).toMatchObject([
      { method: 'GET', url: '/users' },
      { method: 'POST', url: '/users', body: '{"id":"4"}' },
    ]);
  });

  it('relays PUT and DELETE of one user, whatever its id', async () => {
    const changed = await call('/api/users/a%2Fb?id=other', { method: 'PUT', body: '{}' });
    const deleted = await call('/api/users/%E6%BC%A2', { method: 'DELETE' });

    expect([changed.status, deleted.status]).toEqual([200, 204]);
    expect(await deleted.text()).toBe('');
    expect(backend.received).toMatchObject([
      { method: 'PUT', url: '/users/a%2Fb', body: '{}' },
      { method: 'DELETE', url: '/users/%E6%BC%A2' },
    ]);
  });

  it.each([
    ['/api/users', 'PATCH', 'GET, POST'],
    ['/api/users/1', 'GET', 'PUT, DELETE'],
  ])('fails on %s with %s', async (path, method, allow) => {
    const response = await call(path, { method });

    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe(allow);
  });

  it('fails when the body is too large, and keeps serving', async () => {
    const response = await call('/api/users', { method: 'POST', body: 'x'.repeat(1_000_000) });

    expect(response.status).toBe(413);
    expect(await response.json()).toEqual({ error: 'body must be at most 65536 bytes' });
    expect((await call('/api/users')).status).toBe(200);
  });

  it('is healthy and ready, at the root and below the base path', async () => {
    const paths = ['/healthz', '/readyz', `${basePath}/healthz`, `${basePath}/readyz`];
    const answers = await Promise.all(paths.map((path) => fetch(child.url + path)));

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  });

  it('shows metrics on their own port only', async () => {
    await call('/api/users');

    const metrics = await fetch(`${child.metricsUrl}/metrics`);
    expect(metrics.headers.get('content-type')).toContain('text/plain');
    expect(await metrics.text()).toContain(
      'http_requests_total{method="GET",route="/api/users",status="200"}',
    );
    expect((await fetch(`${child.url}/metrics`)).status).toBe(404);
    expect((await call('/metrics')).status).toBe(404);
    expect((await fetch(child.metricsUrl)).status).toBe(404);
  });

  it('answers an upgrade as an ordinary request', async () => {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const headers = { Connection: 'Upgrade', Upgrade: 'websocket' };
      const upgrade = request(`${child.url}${basePath}/nothing`, { headers }, resolve);
      upgrade.on('error', reject).end();
    });
    response.resume();

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
  const folder = () => `${__dirname}/../.test/admin`;

  it(
    'turns readiness to 503, finishes what is in flight and exits 0',
    async () => {
      const child = await Child.start(folder(), { BACKEND_URL: backend.url });
      backend.reply = (res) => void setTimeout(() => json(200, ['late'])(res), 3_000);
      const inFlight = fetch(`${child.url}/admin/api/users`).then((response) => response.json());
      while (backend.received.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));

      const started = performance.now();
      child.terminate();
      await child.logged('stopping');
      const ready = await fetch(`${child.url}/readyz`);
      const alive = await fetch(`${child.url}/admin/healthz`);

      expect([ready.status, alive.status]).toEqual([503, 200]);
      expect(await inFlight).toEqual(['late']);
      expect(await child.exited()).toBe(0);
      expect(performance.now() - started).toBeLessThan(STOP_TIMEOUT_MS);
      await expect(fetch(`${child.url}/readyz`)).rejects.toThrow();
    },
    STOP_TIMEOUT_MS + 5_000,
  );

  it(
    'cuts off a request that never ends, and still exits 0 in time',
    async () => {
      const child = await Child.start(folder(), { BACKEND_URL: backend.url });
      const endless = request(`${child.url}/admin/api/users`, { method: 'POST' });
      endless.on('error', () => undefined).write('{');

      const started = performance.now();
      child.terminate();

      expect(await child.exited()).toBe(0);
      expect(performance.now() - started).toBeLessThan(STOP_TIMEOUT_MS);
      expect(await child.logged('requests cut off')).toMatchObject({ level: 'error' });
    },
    STOP_TIMEOUT_MS + 5_000,
  );
});

describe('the healthcheck argument', () => {
  const server = `${__dirname}/../.test/admin/server.js`;

  it('exits 0 when the server answers, and 1 when it does not', async () => {
    const child = await Child.start(`${__dirname}/../.test/admin`, {});
    const env = { ...process.env, PORT: new URL(child.url).port };

    expect(() => execFileSync(process.execPath, [server, 'healthcheck'], { env })).not.toThrow();
    await child.kill();
    expect(spawnSync(process.execPath, [server, 'healthcheck'], { env }).status).toBe(1);
  });

  it('exits 1 when the environment is wrong', () => {
    const env = { ...process.env, PORT: 'nonsense' };

    const { status, stdout } = spawnSync(process.execPath, [server], { env, encoding: 'utf8' });

    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ level: 'error', msg: 'failed' });
  });
});

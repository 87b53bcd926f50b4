import { request as httpRequest } from 'node:http';
import { system as declared } from '../../services/system';
import { ask } from './ask';
import { type Inspected, RunningSystem } from './running-system';

let system: RunningSystem;
let base: string;
let login: string;
let containers: Record<string, Inspected>;

beforeAll(async () => {
  system = await RunningSystem.start();
  base = `https://127.0.0.1:${system.httpsPort}`;
  login = await system.login();
  containers = await system.inspect();
}, 600_000);

afterAll(() => system.stop(), 60_000);

describe('what the public reaches', () => {
  it('is uptime under its path', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(`${base}/uptime`)));
    const texts = answers.filter(({ status }) => status === 200).map(({ body }) => body);

    expect(texts.length).toBeGreaterThan(15);
    for (const text of texts) expect(text).toMatch(/^Uptime: \d+/);
  });

  it('is adminapp, for whoever has the login', async () => {
    const without = await ask(`${base}/admin`);
    const wrong = await ask(`${base}/admin`, { auth: 'admin:wrong' });
    const right = await ask(`${base}/admin`, { auth: login });

    expect(without.status).toBe(401);
    expect(without.headers['www-authenticate']).toMatch(/^Basic /);
    expect(wrong.status).toBe(401);
    expect(right.status).toBe(200);
    expect(right.body).toContain('User Management');
  });

  it('is HTTPS: plain HTTP only leads there', async () => {
    const { status, headers } = await ask(`http://localhost:${system.httpPort}/admin?a=1`);

    expect([301, 308]).toContain(status);
    expect(headers.location).toBe(`https://localhost:${system.httpsPort}/admin?a=1`);
  });

  it('is nothing else: no backend has a route or a port', async () => {
    for (const path of ['/users', '/goapp', '/metrics', '/administrator', '/admin/../users']) {
      expect((await ask(`${base}${path}`, { auth: login })).status).toBe(404);
    }
    const published = Object.entries(containers).flatMap(([name, { NetworkSettings }]) =>
      Object.values(NetworkSettings.Ports).flatMap((hosts) => (hosts ? [name] : [])),
    );
    const addresses = Object.values(containers).flatMap(({ NetworkSettings }) =>
      Object.values(NetworkSettings.Ports).flatMap((hosts) => hosts ?? []),
    );

    expect(new Set(published)).toEqual(new Set(['reverse-proxy']));
    expect(new Set(addresses.map(({ HostIp }) => HostIp))).toEqual(new Set(['127.0.0.1']));
  });

  it('carries security headers, on errors too', async () => {
    for (const path of ['/uptime', '/admin', '/nothing']) {
      const { headers } = await ask(`${base}${path}`);

      expect(headers['strict-transport-security']).toContain('max-age=63072000');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers.server).toBe('nginx');
    }
  });

  it('is about 1 % errors of uptime instead of 10 %, since safe requests are tried again', async () => {
    const answers = await Promise.all(Array.from({ length: 1000 }, () => ask(`${base}/uptime`)));
    const errors = answers.filter(({ status }) => status !== 200).length;

    // 0.1 squared is 10 of 1,000; beyond 40 lies less than one run in a billion
    expect(errors).toBeLessThan(40);
  });
});

describe('every container', () => {
  it('runs as a numeric user, read-only, without capabilities, within limits', () => {
    expect(Object.keys(containers).sort()).toEqual(
      [...Object.keys(declared.workloads), 'cache', 'reverse-proxy'].sort(),
    );
    for (const { Config, HostConfig } of Object.values(containers)) {
      expect(Config.User).toMatch(/^[1-9]\d*$/);
      expect(HostConfig).toMatchObject({
        ReadonlyRootfs: true,
        CapDrop: ['ALL'],
        Privileged: false,
      });
      expect(HostConfig.SecurityOpt).toContain('no-new-privileges:true');
      expect(HostConfig.Memory).toBeGreaterThan(0);
      expect(HostConfig.NanoCpus).toBeGreaterThan(0);
      expect(HostConfig.PidsLimit).toBeGreaterThan(0);
    }
  });

  it('is on a network with those that it is connected to, and the proxy alone on the entrance', () => {
    const networks = Object.entries(containers).map(([name, { NetworkSettings }]) => [
      name,
      Object.keys(NetworkSettings.Networks)
        .map((one) => one.replace(/^.*_/, ''))
        .sort(),
    ]);

    expect(Object.fromEntries(networks)).toEqual({
      goapp: ['adminapp-to-goapp', 'goapp-to-cache'],
      adminapp: ['adminapp-to-goapp', 'reverse-proxy-to-adminapp'],
      pythonapp: ['pythonapp-to-cache', 'webapp-to-pythonapp'],
      webapp: ['reverse-proxy-to-webapp', 'webapp-to-pythonapp'],
      'users-api': ['users-form-to-users-api'],
      'users-form': ['reverse-proxy-to-users-form', 'users-form-to-users-api'],
      'site-a': ['reverse-proxy-to-site-a'],
      'site-b': ['reverse-proxy-to-site-b'],
      uptime: ['reverse-proxy-to-uptime'],
      cache: ['goapp-to-cache', 'pythonapp-to-cache'],
      'reverse-proxy': [
        'entrance',
        'reverse-proxy-to-adminapp',
        'reverse-proxy-to-site-a',
        'reverse-proxy-to-site-b',
        'reverse-proxy-to-uptime',
        'reverse-proxy-to-users-form',
        'reverse-proxy-to-webapp',
      ],
    });
  });

  it('finds those that it is connected to and nobody else', async () => {
    const ask = (host: string) =>
      `require('dns').lookup('${host}', (error) => console.log('${host}', error ? error.code : 'found'))`;
    const hosts = ['goapp', 'uptime', 'example.com'];
    const program = hosts.map(ask).join(';');
    const { output } = await system.compose(
      'exec',
      '-T',
      'adminapp',
      '/nodejs/bin/node',
      '-e',
      program,
    );

    expect(output).toContain('goapp found');
    expect(output).toMatch(/uptime (EAI_AGAIN|ENOTFOUND)/);
    expect(output).toMatch(/example\.com (EAI_AGAIN|ENOTFOUND)/);
  });
});

describe('bad input', () => {
  const users = '/admin/api/users';
  const json = { 'content-type': 'application/json' };

  it.each<[string, string, number]>([
    ['no JSON', '{', 400],
    ['a missing field', '{"id":"9"}', 400],
    ['an id that exists', '{"id":"1","name":"A","email":"a@example.com","age":1}', 409],
    ['a negative age', '{"id":"9","name":"A","email":"a@example.com","age":-1}', 400],
  ])('%s is answered with its reason', async (_, body, status) => {
    const answer = await ask(base + users, { method: 'POST', headers: json, auth: login, body });

    expect(answer.status).toBe(status);
    expect(Object.keys(JSON.parse(answer.body) as object)).toEqual(['error']);
  });

  it('a body of 10 MB is refused with 413', async () => {
    const body = Buffer.alloc(10 * 1024 * 1024, 'a');
    const answer = await ask(base + users, {
      method: 'POST',
      headers: { ...json, 'content-length': String(body.length), expect: '100-continue' },
      auth: login,
    });

    expect(answer.status).toBe(413);
  });

  it('a thousand requests at once are all answered', async () => {
    const answers = await Promise.all(
      Array.from({ length: 1000 }, () => ask(base + users, { auth: login })),
    );

    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  });

  it('a request in plain text on the HTTPS port is refused, not hung', async () => {
    const status = await new Promise((resolve, reject) => {
      httpRequest({ port: system.httpsPort, host: '127.0.0.1', timeout: 5000 }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });

    expect([400, 308, 301]).toContain(status);
  });
});

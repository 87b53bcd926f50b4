import { setTimeout as sleep } from 'node:timers/promises';
import { Route } from '../core/route';
import { renderNginxConfig } from './config';
import { type Answer, type Ask, docker, type Proxy, ProxyLab } from './container.fixture';
import { dockerPlatform, ecsPlatform } from './platform';
import { privateRanges } from './routed-lab.fixture';
import type { ProxyUpstream } from './upstream';

const lab = new ProxyLab();
const service = { port: 8080, keepAliveSeconds: 75, protocol: 'http' } as const;

afterAll(() => lab.remove());

/** A proxy on Docker, where names are followed. */
function following(host: string, otherHosts: readonly string[] = []): Promise<Proxy> {
  return start({ ...service, host, otherHosts }, true);
}

/** A proxy whose upstreams are static, as on ECS. */
function fixed(host: string, otherHosts: readonly string[]): Promise<Proxy> {
  return start({ ...service, host, otherHosts }, false);
}

function start(upstream: ProxyUpstream, follow: boolean): Promise<Proxy> {
  const platform = follow ? dockerPlatform() : ecsPlatform({ trustedProxies: privateRanges });
  const routes = [Route.path('/', 'app')];
  return lab.startProxy({
    configuration: renderNginxConfig({ routes, upstreams: { app: upstream }, platform }),
  });
}

/** The statuses of requests one after the other, and who answered. */
async function series(
  times: number,
  ask: () => Promise<Answer>,
): Promise<{ readonly statuses: Set<number>; readonly hosts: Set<string> }> {
  const statuses = new Set<number>();
  const hosts = new Set<string>();
  for (let turn = 0; turn < times; turn += 1) {
    const { status, body } = await ask();
    statuses.add(status);
    if (status === 200) hosts.add((JSON.parse(body) as { host: string }).host);
  }
  return { statuses, hosts };
}

const post: Ask = { method: 'POST', body: 'a=b' };
const served = new Set([200]);

describe('a name with several addresses', () => {
  it('is served by all of them, and by the rest when one is killed', async () => {
    const first = lab.startServices('pair');
    lab.startServices('pair');
    const proxy = await following('pair');
    const before = await series(20, () => proxy.secure('/echo'));
    docker('kill', first);
    const killed = Date.now();
    const after = await Promise.all(
      Array.from({ length: 20 }, () => series(5, () => proxy.secure('/echo'))),
    );
    const unsafe = await series(20, () => proxy.secure('/echo', post));

    expect(before.statuses).toEqual(served);
    expect(before.hosts.size).toBe(2);
    for (const { statuses } of after) expect(statuses).toEqual(served);
    expect(unsafe.statuses).toEqual(served);
    expect(unsafe.hosts.size).toBe(1);
    // each of the first ones waits for the lost address once, and nobody after them
    expect(Date.now() - killed).toBeLessThan(15_000);
  });
});

describe('several hosts', () => {
  let proxy: Proxy;

  beforeAll(async () => {
    lab.startServices('left', 'right');
    // it is there, but nothing listens
    lab.startNode('setInterval(() => {}, 1000)', { aliases: ['closed'] });
    proxy = await fixed('left', ['closed']);
  });

  it.each(['GET', 'HEAD', 'OPTIONS'])('serve %s while one refuses', async (method) => {
    const { statuses } = await series(30, async () => {
      const { status } = await proxy.fromBalancer('/echo', { method });
      return { status, headers: {}, body: '{}' };
    });

    expect(statuses).toEqual(served);
  });

  it.each(['POST', 'PATCH'])('serve %s while one refuses, each exactly once', async (method) => {
    const { statuses } = await series(30, () =>
      proxy.fromBalancer('/x?key=sent', { method, body: 'a=b' }),
    );
    const { body } = await proxy.fromBalancer(`/count?of=${encodeURIComponent(`${method} sent`)}`);

    expect(statuses).toEqual(served);
    expect(JSON.parse(body)).toEqual({ count: 30 });
  });

  it.each(['POST', 'PATCH', 'PUT', 'DELETE'])(
    'get a %s that was sent once and no more, though another could take it',
    async (method) => {
      const twice = await fixed('left', ['right']);
      const answer = await twice.fromBalancer('/cut?key=cut', { method, body: 'a=b' });
      const { body } = await twice.fromBalancer(`/count?of=${encodeURIComponent(`${method} cut`)}`);

      expect(answer.status).toBe(502);
      expect(JSON.parse(body)).toEqual({ count: 1 });
    },
  );

  it('serve again at once after both had failed', async () => {
    const twice = await fixed('left', ['right']);
    for (let turn = 0; turn < 6; turn += 1) await twice.fromBalancer('/cut');

    expect((await series(10, () => twice.fromBalancer('/echo'))).statuses).toEqual(served);
  });
});

describe('an upstream that is away', () => {
  it('gets a page that says when to come again, and is found within 10 s of its start', async () => {
    const proxy = await following('late');
    const headers = { accept: 'text/html', 'x-request-id': 'all-are-down' };
    const away = await proxy.secure('/echo', { headers });
    lab.startServices('late');

    expect(away.status).toBe(502);
    expect(away.headers['retry-after']).toBe('5');
    expect(away.body).toContain('<h1>The service cannot be reached</h1>');
    expect(away.body).toContain('<code>all-are-down</code>');
    expect(await secondsUntilServed(proxy)).toBeLessThan(10);
  });

  it('is found at its new address within 10 s, without a reload', async () => {
    const old = lab.startServices('mover');
    const proxy = await following('mover');
    const oldAddress = lab.addressOf(old);
    const before = await proxy.secure('/echo');
    const worker = proxy.run('cat', '/var/lib/reverse-proxy/run/nginx.pid');
    docker('rm', '--force', '--volumes', old);
    // somebody else gets the address, and must get none of the requests
    const other = lab.startServices('somebody-else');
    const moved = lab.startServices('mover');

    expect(before.status).toBe(200);
    expect(lab.addressOf(other)).toBe(oldAddress);
    expect(lab.addressOf(moved)).not.toBe(oldAddress);
    expect(await secondsUntilServed(proxy, moved.slice(0, 12))).toBeLessThan(10);
    const after = await series(10, () => proxy.secure('/echo'));
    expect(after.hosts).toEqual(new Set([moved.slice(0, 12)]));
    expect(proxy.run('cat', '/var/lib/reverse-proxy/run/nginx.pid')).toBe(worker);
  });
});

/** Seconds until a request is answered, by one host where it is named. */
async function secondsUntilServed(proxy: Proxy, host?: string): Promise<number> {
  const start = Date.now();
  while (Date.now() - start < 30_000) {
    const { status, body } = await proxy.secure('/echo');
    const by = status === 200 ? (JSON.parse(body) as { host: string }).host : undefined;
    if (by !== undefined && (host ?? by) === by) break;
    await sleep(200);
  }
  return (Date.now() - start) / 1000;
}

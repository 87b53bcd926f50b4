import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Route } from '../../constructs/core/route';
import { renderNginxConfig } from '../../constructs/nginx/config';
import type { Proxy } from '../../constructs/nginx/container.fixture';
import { ecsPlatform } from '../../constructs/nginx/platform';
import { EdgeLab, privateRanges, services, upstreams } from './edge-lab.fixture';
import { NormalTraffic, type Served } from './normal-traffic.fixture';
import { loggedRequests } from './request-log';
import { type Manner, SlowClient } from './slow-client.fixture';

const lab = new EdgeLab();
const pages = mkdtempSync(join(tmpdir(), 'slipway-edge-'));
const fileBytes = 1024 * 1024;
let proxy: Proxy;

/**
 * Every client of this test comes from one address. The proxy stands behind a balancer here, whose word on the client's
 * address it believes, so that its rate limit counts them apart as it does in the clouds.
 */
function head(line: string, client: string): string {
  return `${line} HTTP/1.1\r\nHost: edge.example.org\r\nX-Forwarded-Proto: https\r\nX-Forwarded-For: ${client}\r\n`;
}

const slowAddress = (client: number): string => `198.51.100.${client % 250}`;
const each = 300;

const manners: readonly Manner[] = [
  {
    name: 'headers, a line every second',
    first: (client) => head('GET /go/users', slowAddress(client)),
    drip: { bytes: 'X-A: b\r\n', everyMs: 1000 },
  },
  {
    name: 'a body that stops',
    first: (client) =>
      `${head('POST /go/slow-body', slowAddress(client))}Content-Length: 1000\r\n\r\naaaa`,
  },
  {
    name: 'a body of a byte every 3 s',
    first: (client) =>
      `${head('POST /go/slow-body', slowAddress(client))}Content-Length: 1000\r\n\r\naaaa`,
    drip: { bytes: 'a', everyMs: 3000 },
  },
  {
    name: 'an answer that is not read',
    first: (client) => `${head('GET /site/large.bin', slowAddress(client))}\r\n`,
    readsNothing: true,
  },
];

// the timeouts of the configuration, in milliseconds
const headerMs = 10_000;
const bodyMs = 15_000;
const lateMs = 5000;

function activeConnections(): number {
  const metrics = proxy.run('curl', '--silent', 'http://127.0.0.1:9090/metrics');
  return Number(/^nginx_connections_active (\d+)$/m.exec(metrics)?.[1]);
}

/** How many connections are left, as soon as they are no more than so many, or after a while. */
async function connectionsThatStay(few: number): Promise<number> {
  for (let waited = 0; waited < 10_000 && activeConnections() > few; waited += 500) {
    await sleep(500);
  }
  return activeConnections();
}

/** When the first and the last client of a manner were ended; never is infinity. */
function endings(clients: readonly SlowClient[]): { first: number; last: number } {
  const times = clients.map(({ endedAfterMs = Infinity }) => endedAfterMs);
  return { first: Math.min(...times), last: Math.max(...times) };
}

describe('slow clients', () => {
  const clients = new Map<string, SlowClient[]>();
  let normal: Served;
  let held: number;
  let left: number;
  const of = (name: string): SlowClient[] => clients.get(name)!;

  beforeAll(async () => {
    writeFileSync(join(pages, 'index.html'), '<h1>Site</h1>');
    writeFileSync(join(pages, 'large.bin'), Buffer.alloc(fileBytes, 'a'));
    chmodSync(pages, 0o755);
    await lab.start('goapp');
    await lab.startService('static-site', {
      ...services['static-site']!,
      mounts: { '/content': pages },
    });
    proxy = await lab.startProxy({
      configuration: renderNginxConfig({
        routes: [
          Route.path('/go', 'goapp', { stripPrefix: true }),
          Route.path('/site', 'static-site', { stripPrefix: true }),
        ],
        upstreams,
        platform: ecsPlatform({ trustedProxies: privateRanges }),
      }),
      // what the compose file gives it
      docker: [
        ...['--memory', '128m', '--memory-swap', '128m'],
        // with the usual ones a whole answer fits into the kernel, and nobody waits for the client
        ...['--sysctl', 'net.ipv4.tcp_wmem=4096 16384 65536'],
      ],
    });
    const address = { host: lab.addressOf(proxy.id), port: 8080 };
    const traffic = new NormalTraffic(
      address,
      `${head('GET /go/users', '203.0.113.7')}Connection: close\r\n\r\n`,
      50,
    );
    for (const manner of manners) {
      const some = Array.from({ length: each }, (_, n) => new SlowClient(address, manner, n));
      clients.set(manner.name, some);
    }
    await sleep(8000);
    held = activeConnections();
    await sleep(bodyMs + lateMs - 8000);
    normal = await traffic.stop();
    left = await connectionsThatStay(each + each / 10);
    for (const client of of('an answer that is not read')) client.read();
    await sleep(500);
    for (const client of [...clients.values()].flat()) client.leave();
    for (const [name, some] of clients) {
      const { first, last } = endings(some);
      process.stdout.write(`${some.length} with ${name}: ended after ${first} to ${last} ms\n`);
    }
    process.stdout.write(`held at once: ${held}; after the timeouts: ${left}\n`);
    process.stdout.write(`normal traffic: ${JSON.stringify(normal)}\n`);
  }, 240_000);
  afterAll(() => {
    lab.remove();
    rmSync(pages, { recursive: true });
  }, 60_000);

  it('are all let in, at the same time', () => {
    expect([...clients.values()].flat().filter(({ wasOpened }) => !wasOpened)).toHaveLength(0);
    expect(held).toBeGreaterThanOrEqual(each * manners.length);
  });

  it('do not keep others from being served', () => {
    expect(normal.sent).toBeGreaterThan(200);
    expect(normal.success).toBeGreaterThanOrEqual(0.99);
  });

  it('are ended when their headers take longer than 10 s, however steadily they come', () => {
    const { first, last } = endings(of('headers, a line every second'));

    expect(first).toBeGreaterThanOrEqual(headerMs - 500);
    expect(last).toBeLessThan(headerMs + lateMs);
  });

  it('are ended when nothing of a body comes for 15 s', () => {
    const { first, last } = endings(of('a body that stops'));

    expect(first).toBeGreaterThanOrEqual(bodyMs - 500);
    expect(last).toBeLessThan(bodyMs + lateMs);
  });

  it('are ended when they read nothing for 15 s, in the middle of the answer', () => {
    const readers = of('an answer that is not read');
    const whole = readers.filter(({ received }) => received.length > fileBytes);
    const cut = readers.filter(({ endedAfterMs, received }) => {
      return endedAfterMs !== undefined && received.length > 0 && received.length < fileBytes;
    });

    expect(cut.length + whole.length).toBe(each);
    // some kernels are so kind as to take it all for a client that reads nothing
    expect(cut.length).toBeGreaterThanOrEqual(each * 0.9);
  });

  it('leave nothing but those whose body goes on', () => {
    expect(left).toBeGreaterThanOrEqual(each);
    expect(left).toBeLessThanOrEqual(each + each / 10);
  });

  it('never reach a service with a body that is not whole', () => {
    const reached = loggedRequests(lab.logOf('goapp'));

    expect(reached.filter(({ path }) => path.includes('slow-body'))).toEqual([]);
  });

  it('leave the proxy and the services well', () => {
    expect(lab.logOf(proxy.id)).not.toMatch(/\[(alert|emerg|crit)\]|worker_connections/);
    expect([lab.isWell('goapp'), lab.isWell('static-site')]).toEqual([true, true]);
  });
});

import { connect as connectHttp2, type ClientHttp2Session } from 'node:http2';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { RateLimit } from '../../constructs/core/rate-limit';
import { Route } from '../../constructs/core/route';
import { renderNginxConfig } from '../../constructs/nginx/config';
import type { Proxy } from '../../constructs/nginx/container.fixture';
import { dockerPlatform } from '../../constructs/nginx/platform';
import { EdgeLab, upstreams } from './edge-lab.fixture';
import { frameAbuses } from './frame-abuse';
import { readFrames } from './frame';
import { comparable, type Asked, askHttp1, askHttp2 } from './two-versions.fixture';
import { unexplained } from './judgement';
import { countOf, loggedRequests } from './request-log';

const lab = new EdgeLab();
let proxy: Proxy;
let origin: string;

beforeAll(async () => {
  await lab.start('goapp');
  proxy = await lab.startProxy({
    configuration: renderNginxConfig({
      routes: [
        Route.path('/go', 'goapp', { stripPrefix: true }),
        Route.path('/few', 'goapp', {
          stripPrefix: true,
          rateLimit: RateLimit.perClient({ requestsPerSecond: 1, burst: 19 }),
        }),
      ],
      upstreams,
      platform: dockerPlatform(),
    }),
  });
  origin = `https://${lab.addressOf(proxy.id)}:8443`;
}, 120_000);
afterAll(() => lab.remove(), 60_000);

function session(): ClientHttp2Session {
  const opened = connectHttp2(origin, { rejectUnauthorized: false });
  // what becomes of a session is seen by its streams
  opened.on('error', () => undefined);
  return opened;
}

/** Processor time of all processes of the proxy so far, in milliseconds. */
function processorMs(): number {
  const lines = proxy.run('sh', '-c', 'cat /proc/[0-9]*/stat').trim().split('\n');
  const ticks = lines
    .filter((line) => line.includes('(nginx)'))
    .map((line) => {
      const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
      return Number(fields[11]) + Number(fields[12]);
    });
  return ticks.reduce((sum, one) => sum + one, 0) * 10;
}

describe('HTTP/2 and HTTP/1.1', () => {
  const table: readonly Asked[] = [
    { path: '/healthz' },
    { path: '/readyz' },
    { path: '/go/users' },
    { path: '/go/users/1' },
    { path: '/go/users/nobody' },
    { path: '/go' },
    { path: '/go/' },
    { path: '/go/users?x=%20y' },
    { path: '/go//users' },
    { path: '/go/%75sers' },
    { path: '/go/users/%00' },
    { path: '/go/../go/users' },
    { path: '/nothing' },
    { path: '/nothing', headers: { accept: 'text/html' } },
    { path: '/.slipway/error.html' },
    { path: '/go/users', method: 'HEAD' },
    { path: '/go/users', method: 'OPTIONS' },
    { path: '/go/users', method: 'PATCH', body: '{}' },
    { path: '/go/users', method: 'POST', body: '{' },
    { path: '/go/users', method: 'POST', body: 'a'.repeat(70_000) },
    { path: '/go/users/9', method: 'DELETE' },
    { path: '/go/users', headers: { 'x-request-id': 'an-id-of-the-client' } },
    { path: '/go/users', headers: { 'x-forwarded-for': '1.2.3.4', forwarded: 'for=x' } },
    { path: `/go/${'x'.repeat(7000)}` },
  ];

  it.each(
    table.map((asked) => ({
      ...asked,
      name: `${asked.method ?? 'GET'} ${asked.path.slice(0, 40)}`,
    })),
  )('give the same answer to $name', async (asked) => {
    const [one, two] = await Promise.all([askHttp1(origin, asked), askHttp2(origin, asked)]);

    expect(comparable(two)).toEqual(comparable(one));
  });
});

describe('streams that are opened and reset at once', () => {
  const streams = 2000;
  const sessions = 4;

  it('cost little, and others are served meanwhile', async () => {
    const before = processorMs();
    const reset = Array.from({ length: sessions }, async (_, n) => {
      const one = session();
      for (let turn = 0; turn < streams / sessions && !one.destroyed && !one.closed; turn += 1) {
        const stream = one.request({ ':path': `/go/edge-reset-${n}-${turn}` });
        stream.on('error', () => undefined);
        stream.close(8);
        if (turn % 50 === 0) await sleep(1);
      }
      await sleep(200);
      one.destroy();
    });
    const normal = Array.from({ length: 40 }, async (_, turn) => {
      await sleep(turn * 10);
      return (await askHttp2(origin, { path: '/go/users' })).status;
    });
    await Promise.all(reset);
    const statuses = await Promise.all(normal);
    await sleep(1300);
    const spent = processorMs() - before;
    const reached = loggedRequests(lab.logOf('goapp')).filter(({ path }) => path.includes('reset'));
    process.stdout.write(
      `${streams} streams reset: ${spent} ms of processor time, ${reached.length} reached the service\n`,
    );

    expect(statuses).toEqual(statuses.map(() => 200));
    expect(spent).toBeLessThan(3000);
    expect(reached.length).toBeLessThanOrEqual(streams);
    expect(lab.isWell('goapp')).toBe(true);
  });
});

/** What became of a connection on which some bytes were sent. */
interface Fate {
  readonly types: readonly number[];
  readonly ended: boolean;
}

/** Sends bytes of HTTP/2 and reads what comes until the connection ends or falls silent. */
async function sendFrames(bytes: Buffer): Promise<Fate> {
  const { hostname, port } = new URL(origin);
  const pieces: Buffer[] = [];
  const socket = connectTls({
    ...{ host: hostname, port: Number(port), ALPNProtocols: ['h2'], rejectUnauthorized: false },
  });
  const ended = await new Promise<boolean>((resolve) => {
    socket.on('secureConnect', () => socket.write(bytes));
    socket.on('data', (data: Buffer) => pieces.push(data));
    socket.on('error', () => resolve(true));
    socket.on('close', () => resolve(true));
    socket.setTimeout(500, () => resolve(false));
  });
  socket.destroy();
  return { types: readFrames(Buffer.concat(pieces)).map(({ type }) => type), ended };
}

describe('frames that make no sense', () => {
  const cases = frameAbuses.map((abuse, index) => ({ ...abuse, id: `edge-frames-${index}` }));
  const fates = new Map<string, Fate & { readonly next: number }>();

  beforeAll(async () => {
    const queue = [...cases];
    const worker = async (): Promise<void> => {
      for (let one = queue.shift(); one; one = queue.shift()) {
        const fate = await sendFrames(one.bytes(one.id));
        const { status } = await askHttp2(origin, { path: '/go/users' });
        fates.set(one.id, { ...fate, next: status });
      }
    };
    await Promise.all(Array.from({ length: 10 }, worker));
  });

  it.each(cases)('are answered or end the connection, and no other: $name', ({ id }) => {
    const { types, ended, next } = fates.get(id)!;

    // settings are the least that a server says
    expect(ended || types.includes(4)).toBe(true);
    expect(next).toBe(200);
  });

  it('have not smuggled a request, nor reached the service more than once', async () => {
    await sleep(1300);
    const behind = loggedRequests(lab.logOf('goapp'));
    const front = loggedRequests(lab.logOf(proxy.id));

    expect(cases.filter(({ id }) => countOf(behind, `${id}-hidden`) > 0)).toEqual([]);
    expect(cases.filter(({ id }) => countOf(behind, id) > 1)).toEqual([]);
    expect(unexplained(behind, front)).toEqual([]);
    expect(behind.filter(({ status }) => status >= 500)).toEqual([]);
  });

  it('leave the proxy and the service well', () => {
    expect(lab.logOf(proxy.id)).not.toMatch(/\[(alert|emerg|crit)\]|worker process \d+ exited/);
    expect(lab.isWell('goapp')).toBe(true);
  });
});

describe('the rate limit', () => {
  it('counts the streams of one connection', async () => {
    const one = session();
    const statuses = await Promise.all(
      Array.from({ length: 100 }, () => askHttp2(one, { path: '/few/users' })),
    );
    one.destroy();
    const served = statuses.filter(({ status }) => status === 200).length;
    const refused = statuses.filter(({ status }) => status === 429);

    expect(served).toBeGreaterThanOrEqual(20);
    expect(served).toBeLessThanOrEqual(25);
    expect(served + refused.length).toBe(100);
    expect(refused[0]!.headers['retry-after']).toBe('1');
  });
});

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { repositoryRoot } from '../../constructs/core/repository-root';
import { recorded, requestShapes } from '../logs/recorded-lines.fixture';
import { contract } from './command';
import { type ContractedService, metricsPort, nameOf, ServiceLab } from './service-lab.fixture';

const folder = join(repositoryRoot(), 'services');
const hasImage = (service: string): boolean => existsSync(join(folder, service, 'Dockerfile'));

// the proxy is looked at with the system behind it, litestream with the service beside it; the rest are not ours
const others = ['reverse-proxy', 'litestream', 'cache', 'prometheus'];

const cache: ContractedService = { service: 'cache', port: 6379 };
const table: readonly ContractedService[] = [
  { service: 'goapp', port: 8080 },
  {
    service: 'goapp',
    name: 'goapp-with-cache',
    port: 8080,
    calls: ['cache'],
    environment: { REDIS_URL: 'redis://cache:6379' },
  },
  { service: 'uptime', port: 8080 },
  {
    service: 'adminapp',
    port: 3000,
    calls: ['goapp'],
    environment: { BACKEND_URL: 'http://goapp:8080' },
  },
  { service: 'pythonapp', port: 8090 },
  {
    service: 'webapp',
    port: 3000,
    calls: ['pythonapp'],
    environment: { BACKEND_URL: 'http://pythonapp:8090' },
  },
  { service: 'users-api', port: 8080, fresh: { path: '/users', body: '[]' } },
  {
    service: 'users-form',
    port: 8000,
    calls: ['users-api'],
    environment: { BACKEND_HOST: 'users-api', BACKEND_PORT: '8080' },
  },
  {
    service: 'static-site',
    port: 8080,
    mounts: { '/content': 'services/static-site/pages/site-a' },
    environment: { CONTENT_DIR: '/content' },
  },
];

async function failuresOf(...args: readonly string[]): Promise<string> {
  const lines: string[] = [];
  const say = (line: string) => lines.push(line);
  const code = await contract(args, {}, { say, complain: say });
  return code === 0 ? '' : lines.filter((line) => !/^(ok|skip) /.test(line)).join('\n');
}

async function statusOf(url: string): Promise<number> {
  return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).status;
}

it('has a row for each service that has an image', () => {
  const services = readdirSync(folder).filter(hasImage);

  expect(table.map(({ service }) => service)).toEqual(
    expect.arrayContaining(services.filter((service) => !others.includes(service))),
  );
});

describe.each(table.map((row) => ({ ...row, name: nameOf(row) })))('$name', (row) => {
  const { service, name, port, fresh } = row;
  let lab: ServiceLab;
  let url: string;

  beforeAll(async () => {
    lab = new ServiceLab([...table, cache]);
    await lab.start(name);
    url = lab.urlOf(name, port);
  }, 600_000);

  afterAll(() => lab.remove(), 60_000);

  it('runs as a numeric user who is not root', () => {
    expect(lab.userOf(service)).toMatch(/^[1-9]\d*(:[1-9]\d*)?$/);
  });

  if (fresh !== undefined) {
    it('begins without data', async () => {
      const answer = await fetch(url + fresh.path);

      expect((await answer.text()).trim()).toBe(fresh.body);
    });
  }

  it('keeps its contract', async () => {
    expect(await failuresOf(url, '--service', service)).toBe('');
  });

  it('keeps it a second time, with what the first run has left', async () => {
    expect(await failuresOf(url, '--service', service)).toBe('');
  });

  if (service === 'uptime') {
    // frozen: it has neither health nor log nor metrics
    it('ends with 0 at SIGTERM', async () => {
      const ended = lab.ended(name);

      lab.terminate(name);

      expect(await ended).toBe(0);
    });
    return;
  }

  it('counts on a port of its own what it has answered', async () => {
    const metrics = await fetch(`${lab.urlOf(name, metricsPort)}/metrics`);
    const text = await metrics.text();

    expect(text).toMatch(/^http_requests_total\{(?=.*method=)(?=.*route=)(?=.*status=)/m);
    expect(text).toMatch(/^http_request_duration_seconds_bucket\{/m);
    expect(text).toMatch(/^http_requests_in_flight\b/m);
    expect(text).toMatch(/^process_cpu_seconds_total /m);
  });

  it('is not ready from SIGTERM on, still answers, and ends with 0 within 10 s', async () => {
    const ended = lab.ended(name);
    const started = Date.now();

    lab.terminate(name);
    while ((await statusOf(`${url}/readyz`)) === 200) await sleep(20);
    const statuses = await Promise.all([statusOf(`${url}/readyz`), statusOf(`${url}/healthz`)]);

    expect(statuses).toEqual([503, 200]);
    expect(await ended).toBe(0);
    expect(Date.now() - started).toBeLessThan(10_000);
  });

  it('has logged one line of JSON per request, and nothing else', () => {
    const lines = lab.output(name).trim().split('\n');
    const parsed = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    const requests = parsed.filter(({ status }) => status !== undefined);

    expect(requests.length).toBeGreaterThan(20);
    for (const line of requests) {
      expect(Object.keys(line)).toEqual(
        expect.arrayContaining(['time', 'level', 'msg', 'method', 'path', 'request_id']),
      );
      expect(typeof line.duration_ms).toBe('number');
    }
    // the saved queries are tried with recorded lines: fields, their types and the case of the level must be those
    const recordedShapes = requestShapes(recorded[service] ?? []);
    expect(requestShapes(lines).filter((shape) => !recordedShapes.includes(shape))).toEqual([]);
  });
});

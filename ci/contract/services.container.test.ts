import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../constructs/core/repository-root';
import { contract } from './command';
import { type ContractedService, ServiceLab } from './service-lab.fixture';

const folder = join(repositoryRoot(), 'services');
const hasImage = (service: string): boolean => existsSync(join(folder, service, 'Dockerfile'));

// the proxy is looked at with the system behind it, and the cache speaks no HTTP
const others = ['reverse-proxy', 'cache'];

const table: readonly ContractedService[] = [
  { service: 'goapp', port: 8080 },
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
const built = table.filter(({ service, calls = [] }) => [service, ...calls].every(hasImage));

async function failuresOf(...args: readonly string[]): Promise<string> {
  const lines: string[] = [];
  const say = (line: string) => lines.push(line);
  const code = await contract(args, {}, { say, complain: say });
  return code === 0 ? '' : lines.filter((line) => !/^(ok|skip) /.test(line)).join('\n');
}

it('has a row for each service that has an image', () => {
  const services = readdirSync(folder).filter(hasImage);

  expect(table.map(({ service }) => service)).toEqual(
    expect.arrayContaining(services.filter((service) => !others.includes(service))),
  );
});

describe.each(built)('the image of $service', ({ service, fresh }) => {
  let lab: ServiceLab;
  let url: string;

  beforeAll(async () => {
    lab = new ServiceLab(table);
    url = await lab.start(service);
  }, 600_000);

  afterAll(() => lab.remove(), 60_000);

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

  it('ends with 0 when it is told to stop', () => {
    expect(lab.stop(service)).toBe(0);
  });

  if (service !== 'uptime') {
    it('logs one line of JSON per request, and nothing else', () => {
      const lines = lab.output(service).trim().split('\n');
      const parsed = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
      const requests = parsed.filter(({ status }) => status !== undefined);

      expect(requests.length).toBeGreaterThan(20);
      for (const line of requests) {
        expect(Object.keys(line)).toEqual(
          expect.arrayContaining(['time', 'level', 'msg', 'method', 'path', 'request_id']),
        );
        expect(typeof line.duration_ms).toBe('number');
      }
    });
  }
});

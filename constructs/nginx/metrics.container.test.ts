import { Route } from '../core/route';
import { renderNginxConfig } from './config';
import { type Proxy } from './container.fixture';
import { cloudRunPlatform } from './cloud-run-platform';
import { RoutedLab, upstreams } from './routed-lab.fixture';

const lab = new RoutedLab();

beforeAll(() => lab.start());
afterAll(() => lab.remove());

/** What the container itself is answered on its metrics port: the status on the last line. */
function ask(proxy: Proxy, path: string, ...options: readonly string[]): string {
  const url = `http://127.0.0.1:9090${path}`;
  return proxy.run('curl', '--silent', '--write-out', '%{http_code}', ...options, url);
}

/** The metrics, by name. */
function metrics(): Record<string, number> {
  const lines = ask(lab.proxy, '/metrics')
    .split('\n')
    .filter((line) => line.startsWith('nginx_'))
    .map((line) => line.split(' '));
  return Object.fromEntries(lines.map(([name = '', value]) => [name, Number(value)]));
}

describe('metrics', () => {
  it('have the names and types that dashboards for nginx know', () => {
    const types = [...ask(lab.proxy, '/metrics').matchAll(/^# TYPE (\S+) (\S+)$/gm)];

    expect(Object.fromEntries(types.map(([, name, type]) => [name, type]))).toEqual({
      nginx_up: 'gauge',
      nginx_connections_accepted: 'counter',
      nginx_connections_active: 'gauge',
      nginx_connections_handled: 'counter',
      nginx_connections_reading: 'gauge',
      nginx_connections_waiting: 'gauge',
      nginx_connections_writing: 'gauge',
      nginx_http_requests_total: 'counter',
    });
    expect(Object.keys(metrics())).toHaveLength(8);
  });

  it('count the requests', async () => {
    const before = metrics();
    for (let turn = 0; turn < 10; turn += 1) await lab.proxy.fromBalancer('/echo');
    const after = metrics();

    expect(before.nginx_up).toBe(1);
    // the second look counts itself and its question for the counters
    expect(after.nginx_http_requests_total! - before.nginx_http_requests_total!).toBeLessThan(13);
    expect(
      after.nginx_http_requests_total! - before.nginx_http_requests_total!,
    ).toBeGreaterThanOrEqual(10);
    expect(after.nginx_connections_accepted).toBeGreaterThan(before.nginx_connections_accepted!);
    expect(after.nginx_connections_active).toBeGreaterThanOrEqual(1);
  });

  it('are in the text form of Prometheus', () => {
    expect(ask(lab.proxy, '/metrics', '--include')).toMatch(
      /Content-Type: text\/plain; version=0\.0\.4; charset=utf-8\r\n/i,
    );
  });

  it.each([
    ['/metrics', 'POST', '405'],
    ['/metrics', 'DELETE', '405'],
    ['/.counters', 'GET', '404'],
    ['/', 'GET', '404'],
    ['/healthz', 'GET', '404'],
  ])('are all that the port has: %s by %s is %s', (path, method, status) => {
    expect(ask(lab.proxy, path, '--request', method).slice(-3)).toBe(status);
  });

  it.each([
    ['/metrics', {}],
    ['/metrics', { host: '127.0.0.1:9090' }],
    ['http://127.0.0.1:9090/metrics', { host: '127.0.0.1:9090' }],
    ['/.counters', {}],
  ])('are reached through no route: %s with %j', async (path, headers) => {
    const { status, body } = await lab.proxy.fromBalancer(path, { headers });

    expect(status).toBe(200);
    expect(body).not.toContain('nginx_up');
    expect(JSON.parse(body)).toMatchObject({ method: 'GET' });
  });

  it('write no log', async () => {
    ask(lab.proxy, '/metrics');
    await lab.proxy.fromBalancer('/echo', { headers: { 'x-request-id': 'after-metrics' } });
    await lab.proxy.logged('after-metrics');

    expect(lab.proxy.log()).not.toMatch(/"path":"\/(\.counters|metrics)".*"status":(405|404)/);
  });

  it('are not there on Cloud Run, where nobody could ask for them', async () => {
    const { web } = upstreams;
    const proxy = await lab.startProxy({
      configuration: renderNginxConfig({
        routes: [Route.path('/', 'web')],
        upstreams: { web: { ...web!, host: '127.0.0.1' } },
        platform: cloudRunPlatform(),
      }),
    });

    expect(() => ask(proxy, '/metrics')).toThrow();
  });
});

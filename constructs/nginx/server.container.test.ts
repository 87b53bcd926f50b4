import { connect } from 'node:tls';
import { Route } from '../core/route';
import { renderNginxConfig } from './config';
import { type Proxy } from './container.fixture';
import { dockerPlatform, ecsPlatform } from './platform';
import { RoutedLab, upstreams } from './routed-lab.fixture';
import { examples } from './system.fixture';

const lab = new RoutedLab();

beforeAll(() => lab.start());
afterAll(() => lab.remove());

describe('golden files', () => {
  it.each(Object.keys(examples))('nginx accepts and serves %s without a warning', async (name) => {
    const served = await lab.startProxy({
      configuration: renderNginxConfig(examples[name]!),
      environment: { GENERATE_LOGINS: '1', BALANCER_ADDRESS: '203.0.113.7' },
    });

    expect((await served.plain('/healthz')).status).toBe(200);
    expect(served.log()).not.toMatch(/\[(warn|error|alert|emerg)\]/);
  });
});

describe('behind a balancer', () => {
  it('redirects plain HTTP to the public port and keeps path and query', async () => {
    const { status, headers } = await lab.proxy.plain('/a?b=c', {
      headers: { host: 'example.org' },
    });

    expect(status).toBe(308);
    expect(headers.location).toBe('https://example.org/a?b=c');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['strict-transport-security']).toBeUndefined();
  });

  it.each(['/healthz', '/readyz'])('answers %s without HTTPS', async (path) => {
    expect((await lab.proxy.plain(path)).status).toBe(200);
  });

  it('does not believe a hop that it does not trust', async () => {
    const stranger = await lab.startProxy({
      configuration: renderNginxConfig({
        routes: [Route.path('/', 'web')],
        upstreams,
        platform: ecsPlatform({ trustedProxies: ['192.0.2.0/24'] }),
      }),
    });

    expect((await stranger.fromBalancer('/echo')).status).toBe(308);
  });
});

describe('ending TLS itself', () => {
  let proxy: Proxy;

  beforeAll(async () => {
    const routes = [Route.path('/', 'web')];
    const platform = dockerPlatform({ publicPort: 9443 });
    proxy = await lab.startProxy({
      configuration: renderNginxConfig({ routes, upstreams, platform }),
    });
  });

  it('finds the service through the DNS of the engine and says how the client came', async () => {
    const { status, body } = await proxy.secure('/echo', { headers: { host: 'localhost:9443' } });

    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({
      headers: {
        host: ['localhost:9443'],
        'x-forwarded-proto': ['https'],
        'x-forwarded-port': ['9443'],
      },
    });
  });

  it('believes nobody about scheme and address', async () => {
    const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.7' };
    const { body } = await proxy.secure('/echo', { headers });

    expect((await proxy.plain('/echo', { headers })).status).toBe(308);
    expect(body).not.toContain('203.0.113.7');
  });

  it('redirects plain HTTP, on the TLS port too', async () => {
    const headers = { host: 'localhost:8080' };
    const location = 'https://localhost:9443/a?b=c';

    expect((await proxy.plain('/a?b=c', { headers })).headers.location).toBe(location);
    expect((await proxy.plain('/a?b=c', { headers, tlsPort: true })).headers.location).toBe(
      location,
    );
  });

  it.each([
    ['TLSv1.3', 'h2'],
    ['TLSv1.2', 'h2'],
  ] as const)('speaks %s and %s', async (version, protocol) => {
    const spoken = await handshake(proxy, version);

    expect(spoken).toEqual({ version, protocol });
  });

  it('refuses what is older', async () => {
    // the alert comes from the proxy: a client that could not offer the version would fail otherwise
    await expect(handshake(proxy, 'TLSv1.1')).rejects.toMatchObject({
      code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
    });
  });
});

describe('access log', () => {
  it('writes one JSON line per request, without the query', async () => {
    const headers = { 'x-request-id': 'logged-request' };
    await lab.proxy.fromBalancer('/slow?ms=1100&token=secret', { headers });
    const logged = await lab.proxy.logged('logged-request');

    expect(lab.proxy.log().split('logged-request')).toHaveLength(2);
    expect(JSON.parse(logged)).toEqual({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as unknown,
      level: 'info',
      msg: 'request served',
      method: 'GET',
      path: '/slow',
      status: 200,
      duration_ms: expect.any(Number) as unknown,
      request_id: 'logged-request',
    });
    expect((JSON.parse(logged) as { duration_ms: number }).duration_ms).toBeGreaterThan(1000);
  });

  it('logs the path that was asked for, not that of the error page', async () => {
    const headers = { 'x-request-id': 'failed-request', accept: 'text/html' };
    await lab.proxy.fromBalancer('/dead/"quoted"', { headers });
    const logged = await lab.proxy.logged('failed-request');

    expect(JSON.parse(logged)).toMatchObject({
      level: 'error',
      path: '/dead/"quoted"',
      status: 502,
    });
  });

  it('leaves probes out', async () => {
    await lab.proxy.fromBalancer('/echo', { headers: { 'x-request-id': 'after-the-probes' } });
    await lab.proxy.logged('after-the-probes');

    expect(lab.proxy.log()).not.toMatch(/"path":"\/(healthz|readyz)"/);
  });
});

function handshake(
  proxy: Proxy,
  version: 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3',
): Promise<{ readonly version: string | null; readonly protocol: string | false | null }> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: '127.0.0.1',
      port: proxy.tlsPort,
      rejectUnauthorized: false,
      minVersion: version,
      maxVersion: version,
      // without it the client itself would refuse to offer an old version
      ciphers: 'DEFAULT@SECLEVEL=0',
      ALPNProtocols: ['h2', 'http/1.1'],
    });
    socket.on('error', reject);
    socket.on('secureConnect', () => {
      resolve({ version: socket.getProtocol(), protocol: socket.alpnProtocol });
      socket.destroy();
    });
  });
}

import type { Ask } from './container.fixture';
import { RoutedLab } from './routed-lab.fixture';

const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'strict-transport-security': 'max-age=63072000',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'cross-origin-opener-policy': 'same-origin',
};

const lab = new RoutedLab();

beforeAll(() => lab.start());
afterAll(() => lab.remove());

describe('headers of answers', () => {
  const cases: readonly (readonly [status: number, path: string, ask: Ask])[] = [
    [200, '/echo', {}],
    [200, '/healthz', {}],
    [200, '/readyz', {}],
    [308, '/form', {}],
    [401, '/admin', {}],
    [403, '/office', {}],
    [404, '/status?code=404', {}],
    [404, '/.slipway/error.html', {}],
    [413, '/echo', { method: 'POST', body: Buffer.alloc(65 * 1024) }],
    [429, '/status?code=429', {}],
    [431, '/echo', { headers: { 'x-large': 'x'.repeat(9000) } }],
    [500, '/status?code=500', {}],
    [502, '/dead/', {}],
    [502, '/cut', { method: 'POST' }],
    [503, '/status?code=503', {}],
    [504, '/quick/slow?ms=3000', { method: 'POST' }],
  ];

  it.each(cases)('carries each security header once on %i %s', async (status, path, ask) => {
    const answer = await lab.proxy.fromBalancer(path, ask);

    expect(answer.status).toBe(status);
    // a request whose headers could not be read came, as far as nginx can tell, without HTTPS
    const { 'strict-transport-security': hsts, ...always } = securityHeaders;
    expect(answer.headers).toMatchObject(always);
    if (status !== 431) expect(answer.headers['strict-transport-security']).toBe(hsts);
    expect(answer.headers.server).toBe('nginx');
  });

  it("keeps a service's own choice where it may choose, and its own where it may not", async () => {
    const { headers } = await lab.proxy.fromBalancer('/headers', {
      headers: { 'x-request-id': 'from-the-client' },
    });

    expect(headers).toMatchObject({ ...securityHeaders, 'referrer-policy': 'no-referrer' });
    expect(headers['x-request-id']).toBe('from-the-client');
    expect(headers['x-powered-by']).toBeUndefined();
  });

  it('leaves the answers of services as they are', async () => {
    expect((await lab.proxy.fromBalancer('/status?code=503')).body).toBe('{"own":true}');
  });

  it('ignores an internal redirect that a service asks for', async () => {
    expect((await lab.proxy.fromBalancer('/redirect')).body).toBe('{"own":true}');
  });
});

describe('error pages', () => {
  it('speaks HTML to a browser', async () => {
    const answer = await lab.proxy.fromBalancer('/dead/', { headers: { accept: 'text/html,*/*' } });

    expect(answer.headers['content-type']).toBe('text/html');
    expect(answer.body).toContain(
      '<b>502</b><h1>The service cannot be reached</h1><p>Please try again in a moment.</p>',
    );
    expect(answer.body).not.toContain('$');
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'; style-src");
  });

  it('speaks JSON to everything else', async () => {
    const answer = await lab.proxy.fromBalancer('/dead/', {
      headers: { 'x-request-id': 'request-1' },
    });

    expect(answer.headers['content-type']).toBe('application/json');
    expect(JSON.parse(answer.body)).toEqual({
      error: 'The service cannot be reached',
      request_id: 'request-1',
    });
  });
});

describe('headers of requests', () => {
  it('rewrites what the client claims to be', async () => {
    const { headers } = await lab.echo('/echo', {
      headers: {
        host: 'shop.example.org:8443',
        'x-forwarded-for': '198.51.100.66, 203.0.113.7',
        'x-forwarded-host': 'evil.example.org',
        'x-forwarded-prefix': '/evil',
        'x-forwarded-port': '1',
        'x-real-ip': '198.51.100.66',
      },
    });

    expect(headers).toMatchObject({
      host: ['shop.example.org:8443'],
      'x-forwarded-for': ['203.0.113.7'],
      'x-forwarded-host': ['shop.example.org:8443'],
      'x-forwarded-port': ['443'],
      'x-forwarded-proto': ['https'],
      'x-real-ip': ['203.0.113.7'],
    });
    expect(headers['x-forwarded-prefix']).toBeUndefined();
  });

  it.each([
    'forwarded',
    'proxy',
    'x-middleware-subrequest',
    'x-middleware-rewrite',
    'x-nextjs-data',
    'x-nextjs-rewritten-path',
    'x-original-url',
    'with_underscore',
    'upgrade',
  ])('removes %s', async (name) => {
    const { headers } = await lab.echo('/echo', { headers: { [name]: 'evil', 'x-kept': 'kept' } });

    expect(headers['x-kept']).toEqual(['kept']);
    expect(headers[name]).toBeUndefined();
  });

  it.each(['short', 'has blanks in it', '"quoted-id"', 'x'.repeat(129)])(
    'replaces the request id %s',
    async (id) => {
      const { headers } = await lab.echo('/echo', { headers: { 'x-request-id': id } });

      expect(headers['x-request-id']).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)]);
    },
  );

  it('reuses connections to a service', async () => {
    const { headers } = await lab.echo('/echo', { headers: { connection: 'close' } });

    expect(headers.connection).toBeUndefined();
  });
});

import { Access, Route } from '../core/route';
import { renderNginxConfig } from './config';
import { dockerPlatform, ecsPlatform } from './platform';
import { login, privateRanges, RoutedLab, upstreams } from './routed-lab.fixture';

const lab = new RoutedLab();

beforeAll(() => lab.start());
afterAll(() => lab.remove());

describe('paths and hosts', () => {
  it.each([
    ['/admin', 401],
    ['/admin/', 401],
    ['/admin/users', 401],
    ['/%61dmin', 401],
    ['//admin', 401],
    ['/x/../admin', 401],
    ['/administrator', 200],
    ['/Admin', 200],
  ])('treats %s as %i', async (path, status) => {
    expect((await lab.proxy.fromBalancer(path)).status).toBe(status);
  });

  it.each([
    ['/form/', '/', '/form'],
    ['/form/a/b?c=%20d', '/a/b?c=%20d', '/form'],
    ['/socket/a', '/a', '/socket'],
  ])('strips %s to %s', async (path, url, prefix) => {
    const reached = await lab.echo(path);

    expect(reached.url).toBe(url);
    expect(reached.headers['x-forwarded-prefix']).toEqual([prefix]);
  });

  it('sends a page to its trailing slash, relative to wherever the public came in', async () => {
    expect((await lab.proxy.fromBalancer('/form?a=b')).headers.location).toBe('/form/?a=b');
  });

  it('strips a form that is posted without the slash', async () => {
    expect((await lab.echo('/form', { method: 'POST', body: 'a=b' })).url).toBe('/');
  });

  it('passes an encoded path on as it came', async () => {
    expect((await lab.echo('/users/a%2Fb%3F')).url).toBe('/users/a%2Fb%3F');
  });

  it('serves a route of one host on that host alone', async () => {
    const headers = { host: 'app.example.org' };

    expect((await lab.echo('/special/x', { headers })).url).toBe('/x');
    expect((await lab.echo('/other/x', { headers })).url).toBe('/other/x');
    expect((await lab.echo('/special/x')).url).toBe('/special/x');
  });

  it('gives a host that no route knows no answer, and still says that it is alive', async () => {
    const served = await lab.startProxy({
      configuration: renderNginxConfig({
        routes: [Route.path('/', 'web', { host: 'app.example.org' })],
        upstreams,
        platform: ecsPlatform({ trustedProxies: privateRanges }),
      }),
    });
    const headers = { host: 'app.example.org' };

    await expect(served.fromBalancer('/')).rejects.toThrow(/hang up/);
    await expect(served.plain('/')).rejects.toThrow(/hang up/);
    expect((await served.fromBalancer('/', { headers })).status).toBe(200);
    expect((await served.plain('/healthz')).status).toBe(200);
  });
});

describe('access', () => {
  it('lets the login in and keeps the password from the service', async () => {
    const { headers } = await lab.echo('/admin/x', { headers: { authorization: login } });

    expect(headers.host).toBeDefined();
    expect(headers.authorization).toBeUndefined();
  });

  it.each(['GET', 'POST', 'DELETE', 'PROPFIND'])('asks %s for the password', async (method) => {
    const answer = await lab.proxy.fromBalancer('/admin/x', { method });

    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Basic realm="Please sign in"');
  });

  it('refuses a wrong password', async () => {
    const authorization = `Basic ${Buffer.from('admin:wrong').toString('base64')}`;

    expect((await lab.proxy.fromBalancer('/admin', { headers: { authorization } })).status).toBe(
      401,
    );
  });

  it('passes the authorization of an open route on', async () => {
    const { headers } = await lab.echo('/echo', { headers: { authorization: 'Bearer token' } });

    expect(headers.authorization).toEqual(['Bearer token']);
  });

  it.each([
    ['203.0.113.9', 200],
    ['198.51.100.1', 403],
    ['203.0.113.9, 198.51.100.1', 403],
  ])('judges the real client %s with %i', async (address, status) => {
    const headers = { 'x-forwarded-for': address };

    for (const method of ['GET', 'POST']) {
      expect((await lab.proxy.fromBalancer('/office', { method, headers })).status).toBe(status);
    }
  });
});

describe('access by address', () => {
  const forged = Object.fromEntries(
    [
      'x-forwarded-for',
      'x-real-ip',
      'x-client-ip',
      'client-ip',
      'true-client-ip',
      'cf-connecting-ip',
      'x-cluster-client-ip',
      'x-original-forwarded-for',
    ].map((name) => [name, '203.0.113.9']),
  );

  it('believes no header but the one of the hop in front', async () => {
    const headers = {
      ...forged,
      forwarded: 'for=203.0.113.9',
      'x-forwarded-for': '203.0.113.9, 198.51.100.1',
    };

    expect((await lab.proxy.fromBalancer('/office', { headers })).status).toBe(403);
  });

  it('shows a page to whoever is refused, in both forms', async () => {
    const json = await lab.proxy.fromBalancer('/office');
    const html = await lab.proxy.fromBalancer('/office', { headers: { accept: 'text/html' } });

    expect(JSON.parse(json.body)).toMatchObject({ error: 'You may not see this' });
    expect(html.body).toContain('<b>403</b><h1>You may not see this</h1>');
    expect(html.body).toContain('<a href="/">Go to the start page</a>');
  });

  it('believes nobody where the proxy is the first hop', async () => {
    const served = await lab.startProxy({
      configuration: renderNginxConfig({
        routes: [
          Route.path('/office', 'web', { access: Access.addresses(['203.0.113.0/24']) }),
          Route.path('/here', 'web', { access: Access.addresses(privateRanges) }),
        ],
        upstreams,
        platform: dockerPlatform(),
      }),
    });

    expect((await served.secure('/office', { headers: forged })).status).toBe(403);
    expect((await served.secure('/here', { headers: forged })).status).toBe(200);
  });
});

describe('limits', () => {
  it.each(['POST', 'PUT', 'GET'])('refuses a body above the limit of %s', async (method) => {
    const body = Buffer.alloc(65 * 1024);
    // node leaves the length out for a GET, and the body would be read as the next request
    const large = { method, body, headers: { 'content-length': String(body.length) } };

    expect((await lab.proxy.fromBalancer('/echo', large)).status).toBe(413);
  });

  it('refuses one that does not say its length', async () => {
    const headers = { 'transfer-encoding': 'chunked' };
    const large = { method: 'POST', headers, body: Buffer.alloc(65 * 1024) };

    expect((await lab.proxy.fromBalancer('/echo', large)).status).toBe(413);
  });

  it('takes what a route allows', async () => {
    const body = Buffer.alloc(200 * 1024);

    expect(await lab.echo('/form/echo', { method: 'POST', body })).toMatchObject({
      bytes: body.length,
    });
  });
});

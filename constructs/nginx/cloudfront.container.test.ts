import { Access, Route } from '../core/route';
import { renderNginxConfig } from './config';
import { type Answer, type Ask, type Proxy, ProxyLab } from './container.fixture';
import { ecsPlatform } from './platform';
import { type Echo, privateRanges, upstreams } from './routed-lab.fixture';

const host = 'd111111abcdef8.cloudfront.net';
const inside = '203.0.113.50';
const outside = '203.0.114.50';
const lab = new ProxyLab();
let proxy: Proxy;
/** The same with a network that the test is not in: whoever asks it comes from elsewhere. */
let elsewhere: Proxy;

function configuration(trustedProxies: readonly string[]): string {
  return renderNginxConfig({
    routes: [
      Route.path('/', 'web'),
      Route.path('/form', 'web', { stripPrefix: true }),
      Route.path('/office', 'web', { access: Access.addresses(['203.0.113.0/24']) }),
    ],
    upstreams,
    platform: ecsPlatform({
      trustedProxies,
      chainedProxies: true,
      schemeHeader: 'X-Viewer-Scheme',
    }),
  });
}

beforeAll(async () => {
  lab.startServices('web');
  proxy = await lab.startProxy({ configuration: configuration(privateRanges) });
  elsewhere = await lab.startProxy({ configuration: configuration(['10.255.0.0/16']) });
});

afterAll(() => lab.remove());

/** As CloudFront and the balancer behind it send it on: the scheme is the distribution's own, whatever a client says. */
function throughCloudFront(path: string, headers: Ask['headers'] = {}): Promise<Answer> {
  return proxy.plain(path, {
    headers: {
      host,
      'x-forwarded-for': inside,
      ...headers,
      'x-forwarded-proto': 'http',
      'x-viewer-scheme': 'https',
    },
  });
}

const seen = (answer: Answer): Echo['headers'] => (JSON.parse(answer.body) as Echo).headers;

describe('behind CloudFront', () => {
  it('answers at once, though the balancer says that it was asked over HTTP', async () => {
    const answer = await throughCloudFront('/echo');

    expect(answer.status).toBe(200);
    expect(answer.headers['strict-transport-security']).toContain('max-age=');
    expect(seen(answer)).toMatchObject({
      host: [host],
      'x-forwarded-proto': ['https'],
      'x-forwarded-port': ['443'],
    });
  });

  it('ends every redirect: none of them leads to itself, to HTTP or to another port', async () => {
    const path = [];
    let next: string | undefined = '/form';
    while (next !== undefined && path.length < 5) {
      const { status, headers }: Answer = await throughCloudFront(next);
      path.push(`${status} ${next}`);
      next = headers.location;
      if (next !== undefined) expect(next).toMatch(/^\//);
    }

    expect(path).toEqual(['308 /form', '200 /form/']);
  });

  it('answers the probe of the balancer, which has none of the headers', async () => {
    expect((await proxy.plain('/healthz')).status).toBe(200);
  });

  it('takes for the client whom CloudFront names last, whatever stands before', async () => {
    const statusFor = async (...hops: readonly string[]) =>
      (await throughCloudFront('/office/echo', { 'x-forwarded-for': hops.join(', ') })).status;

    expect(await statusFor(outside, inside)).toBe(200);
    expect(await statusFor(inside, outside)).toBe(403);
    // an address of the network in between is a hop, and not the client
    expect(await statusFor(outside, inside, '10.0.0.7')).toBe(200);
  });
});

describe('a scheme that is not the word of CloudFront', () => {
  const redirect = { status: 308, headers: { location: `https://${host}/echo?a=b` } };

  it.each<[string, Record<string, string>]>([
    ['is missing', {}],
    ['is http', { 'x-viewer-scheme': 'http' }],
    ['is said in the header of the balancer', { 'x-forwarded-proto': 'https' }],
    ['is written otherwise', { 'x-viewer-scheme': 'https, http' }],
  ])('leads to HTTPS where it %s', async (_, headers) => {
    const answer = await proxy.plain('/echo?a=b', { headers: { host, ...headers } });

    expect(answer).toMatchObject(redirect);
    expect(answer.headers['strict-transport-security']).toBeUndefined();
  });

  it('is not believed from an address outside of the network', async () => {
    const headers = { host, 'x-viewer-scheme': 'https', 'x-forwarded-for': inside };

    expect(await elsewhere.plain('/echo?a=b', { headers })).toMatchObject(redirect);
    expect((await proxy.plain('/echo?a=b', { headers })).status).toBe(200);
  });
});

import { RateLimit } from '../core/rate-limit';
import { Access, Route } from '../core/route';
import { renderNginxConfig } from './config';
import { type Answer, type Ask, type Proxy, ProxyLab } from './container.fixture';
import { dockerPlatform, ecsPlatform } from './platform';
import { login, privateRanges, upstreams } from './routed-lab.fixture';

const lab = new ProxyLab();
let proxy: Proxy;

// so slow that nothing becomes free again while a test runs
const twenty = RateLimit.perClient({ requestsPerSecond: 1, burst: 19 });
const three = RateLimit.perClient({ requestsPerSecond: 1, burst: 2 });
const routes = [
  Route.path('/', 'web'),
  Route.path('/admin', 'web', { access: Access.password('admin-login') }),
  Route.path('/login', 'web', { rateLimit: three }),
  Route.path('/open', 'web', { rateLimit: RateLimit.off() }),
];

beforeAll(async () => {
  lab.startServices('web');
  proxy = await lab.startProxy({
    configuration: renderNginxConfig({
      routes,
      upstreams,
      platform: ecsPlatform({ trustedProxies: privateRanges, rateLimit: twenty }),
    }),
    environment: { SECRET_ADMIN_LOGIN: 'admin:correct horse: battery' },
  });
});
afterAll(() => lab.remove());

function from(address: string, path: string, ask: Ask = {}): Promise<Answer> {
  return proxy.fromBalancer(path, {
    ...ask,
    headers: { 'x-forwarded-for': address, ...ask.headers },
  });
}

/** How many of so many requests at once were answered with each status. */
async function statuses(
  times: number,
  one: (turn: number) => Promise<Answer>,
): Promise<Record<number, number>> {
  const answers = await Promise.all(Array.from({ length: times }, (_, turn) => one(turn)));
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

describe('rate limit', () => {
  it('serves what it allows at once, and answers 429 above it', async () => {
    const counts = await statuses(40, () => from('198.51.100.1', '/echo'));

    // one more for each second that the test takes
    expect(counts[200]).toBeGreaterThanOrEqual(20);
    expect(counts[200]).toBeLessThanOrEqual(24);
    expect(counts[200]! + counts[429]!).toBe(40);
  });

  it('says when to ask again, on a page in the form that the client reads', async () => {
    await statuses(30, () => from('198.51.100.2', '/echo'));
    const [json, html] = await Promise.all([
      from('198.51.100.2', '/echo'),
      from('198.51.100.2', '/echo', { headers: { accept: 'text/html' } }),
    ]);

    expect([json.status, html.status]).toEqual([429, 429]);
    expect([json.headers['retry-after'], html.headers['retry-after']]).toEqual(['1', '1']);
    expect(JSON.parse(json.body)).toMatchObject({ error: 'Too many requests' });
    expect(html.body).toContain('<b>429</b><h1>Too many requests</h1>');
    expect(html.headers['cache-control']).toBe('no-store');
  });

  it('counts every method and every path together', async () => {
    const counts = await statuses(40, (turn) =>
      from('198.51.100.3', `/${turn}`, { method: ['GET', 'POST', 'PUT', 'HEAD'][turn % 4]! }),
    );

    expect(counts[429]).toBeGreaterThanOrEqual(16);
  });

  it('is not escaped by addresses that the client makes up', async () => {
    const counts = await statuses(40, (turn) => from(`192.0.2.${turn}, 198.51.100.4`, '/echo'));

    expect(counts[429]).toBeGreaterThanOrEqual(16);
  });

  it('leaves other clients alone', async () => {
    await statuses(40, () => from('198.51.100.5', '/echo'));

    expect((await from('198.51.100.6', '/echo')).status).toBe(200);
  });

  it('takes a /64 network of IPv6 for one client, and the next for another', async () => {
    const counts = await statuses(40, (turn) => from(`2001:db8:0:1:${turn}::${turn}`, '/echo'));

    expect(counts[429]).toBeGreaterThanOrEqual(16);
    expect((await from('2001:db8:0:2::1', '/echo')).status).toBe(200);
  });

  it('counts wrong passwords, so that nobody can try them all', async () => {
    const counts = await statuses(40, () => from('198.51.100.7', '/admin'));

    expect(counts[401]! + counts[429]!).toBe(40);
    expect(counts[429]).toBeGreaterThanOrEqual(16);
    expect(
      (await from('198.51.100.7', '/admin', { headers: { authorization: login } })).status,
    ).toBe(429);
  });

  it('counts a route with a limit of its own apart', async () => {
    const counts = await statuses(10, () => from('198.51.100.8', '/login'));

    expect(counts[200]).toBeLessThanOrEqual(5);
    expect(await statuses(15, () => from('198.51.100.8', '/echo'))).toEqual({ 200: 15 });
  });

  it('holds nowhere where it is off, and not for probes', async () => {
    expect(await statuses(100, () => from('198.51.100.9', '/open'))).toEqual({ 200: 100 });
    expect(await statuses(100, () => proxy.plain('/healthz'))).toEqual({ 200: 100 });
    expect(await statuses(100, () => proxy.plain('/readyz'))).toEqual({ 200: 100 });
  });

  it('writes no second line for what it refuses', () => {
    expect(proxy.log()).not.toContain('limiting requests');
  });

  it('lets a test suite pass on Docker, where all clients have one address', async () => {
    const local = await lab.startProxy({
      configuration: renderNginxConfig({
        routes: [Route.path('/', 'web')],
        upstreams,
        platform: dockerPlatform(),
      }),
    });
    const headers = { 'x-forwarded-for': '198.51.100.10' };

    expect(await statuses(500, () => local.secure('/echo', { headers }))).toEqual({ 200: 500 });
  });
});

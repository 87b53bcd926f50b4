import { Access, Route } from '../core/route';
import { cloudRunPlatform, deployedBalancer } from './cloud-run-platform';
import { renderNginxConfig } from './config';
import { type Proxy, ProxyLab } from './container.fixture';
import { upstreams } from './routed-lab.fixture';

const balancer = '198.51.100.7';
const lab = new ProxyLab();
let proxy: Proxy;

const configuration = renderNginxConfig({
  routes: [Route.path('/', 'web', { access: Access.addresses(['203.0.113.0/24']) })],
  upstreams,
  platform: cloudRunPlatform({ balancerAddresses: [deployedBalancer] }),
});

beforeAll(async () => {
  lab.startServices('web');
  proxy = await lab.startProxy({ configuration, environment: { BALANCER_ADDRESS: balancer } });
});

afterAll(() => lab.remove());

const statusFor = async (...hops: readonly string[]): Promise<number> => {
  const headers = { 'x-forwarded-for': hops.join(', ') };
  return (await proxy.fromBalancer('/echo', { headers })).status;
};

describe('behind a balancer that adds itself', () => {
  it('takes the address before it for the client', async () => {
    expect(await statusFor('203.0.113.50', balancer)).toBe(200);
    expect(await statusFor('203.0.114.50', balancer)).toBe(403);
  });

  it('believes nothing that stands before that', async () => {
    expect(await statusFor('203.0.113.50', '203.0.114.50', balancer)).toBe(403);
    expect(await statusFor('203.0.114.50', '203.0.113.50', balancer)).toBe(200);
  });

  it('takes no other address for the balancer', async () => {
    expect(await statusFor('203.0.113.50', '198.51.100.8')).toBe(403);
    expect(await statusFor('203.0.113.50', deployedBalancer)).toBe(403);
  });
});

describe('without the address of its balancer', () => {
  it.each<[string, Record<string, string>]>([
    ['missing', {}],
    ['a name', { BALANCER_ADDRESS: 'balancer.example.org' }],
    ['an IPv6 address', { BALANCER_ADDRESS: '2001:db8::7' }],
    ['two lines', { BALANCER_ADDRESS: `${balancer}\nfoo` }],
  ])('does not start where it is %s', (_, environment) => {
    const { code, log } = lab.runProxy({ configuration, environment });

    expect(code).toBe(1);
    expect(log).toContain('BALANCER_ADDRESS holds no IPv4 address; give it the one of');
  });
});

import { TerraformOutput, TerraformVariable } from 'cdktf';
import { gunzipSync } from 'node:zlib';
import { RateLimit } from '../core/rate-limit';
import { Route } from '../core/route';
import { synth, type SynthesizedStack } from '../core/synth';
import { CloudRunService } from './cloud-run-service';
import { serviceNamed, templateOf, type Variable } from './cloud-run-service.fixture';
import { Entrance } from './entrance';
import { testRegion, workload } from './region.fixture';
import { ReverseProxy } from './reverse-proxy';

function behind(
  entrance: Entrance,
  deletionProtection?: boolean,
  protocol: 'http' | 'websocket' = 'http',
): SynthesizedStack {
  return synth((scope) => {
    const region = testRegion(scope);
    const web = { region, workload: { ...workload, protocol } };
    const services = new Map([['web', new CloudRunService(scope, 'Web', web)]]);
    const proxy = new ReverseProxy(scope, 'ReverseProxy', {
      region,
      image: workload.image,
      routes: [Route.path('/', 'web')],
      services,
      entrance,
      deletionProtection,
    });
    new TerraformOutput(scope, 'url', { value: proxy.url });
  });
}

function variablesOf(stack: SynthesizedStack): readonly Variable[] {
  return templateOf(serviceNamed(stack, 'prod-reverse-proxy')).containers[0]!.env;
}

function configurationOf(stack: SynthesizedStack): string {
  const { value } = variablesOf(stack).find(({ name }) => name === 'NGINX_CONF')!;
  return gunzipSync(Buffer.from(value!, 'base64')).toString();
}

const domain = { name: 'app.example.org', zoneName: 'example.org' };

describe('the entrance at a domain', () => {
  const stack = behind(Entrance.domain(domain));
  const block = serviceNamed(stack, 'prod-reverse-proxy');

  it('is a load balancer that leads everything to the proxy', () => {
    const map = stack.where('google_compute_url_map', 'name', 'prod-public');

    expect(map.default_service).toMatch(/google_compute_backend_service\.\w+_ReverseProxy_\w+\.id/);
    expect(stack.outputs().url).toEqual({ value: 'https://app.example.org' });
  });

  it('cannot be gone around', () => {
    const open = stack
      .all('google_cloud_run_v2_service')
      .filter(({ ingress }) => ingress === 'INGRESS_TRAFFIC_ALL');

    expect(open).toEqual([]);
    expect(block).toMatchObject({
      ingress: 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER',
      invoker_iam_disabled: true,
    });
  });

  it('hands the proxy the address that only the deployment knows', () => {
    const address = variablesOf(stack).find(({ name }) => name === 'BALANCER_ADDRESS');

    expect(address?.value).toMatch(/^\$\{google_compute_global_address\.\w+\.address\}$/);
    expect(configurationOf(stack)).toContain('# slipway:balancer BALANCER_ADDRESS\n');
  });

  it('takes the address before that of the balancer for the client', () => {
    const configuration = configurationOf(stack);

    expect(configuration).toContain('set_real_ip_from 192.0.2.80;');
    expect(configuration).toMatch(/geo \$realip_remote_addr .*\{[^}]*192\.0\.2\.80 1;/s);
    expect(configuration).toContain('real_ip_recursive on;');
    expect(configuration).not.toContain('set_real_ip_from 0.0.0.0/0;');
  });

  it('says more of the balancer where asked', () => {
    const entrance = Entrance.domain({
      ...domain,
      balancerName: 'shop',
      rateLimit: RateLimit.off(),
      managedRules: 'off',
    });
    const policy = behind(entrance).one('google_compute_security_policy');

    expect(policy.name).toBe('prod-shop');
    expect(policy.rule).toHaveLength(1);
  });

  it.each([true, false, undefined])('protects the address as the proxy: %s', (protection) => {
    const address = behind(Entrance.domain(domain), protection).one(
      'google_compute_global_address',
    );

    expect(address.lifecycle).toEqual({ prevent_destroy: protection ?? true });
  });

  it('fails with the problems of the domain', () => {
    expect(() => behind(Entrance.domain({ name: 'App' }))).toThrow(
      /ReverseProxy\/LoadBalancer is not valid:\n.*'domain' needs plain lower-case host names/,
    );
  });
});

describe('a WebSocket', () => {
  it.each([Entrance.own(), Entrance.domain(domain)])('may live for an hour: %j', (entrance) => {
    const stack = behind(entrance, undefined, 'websocket');
    const timeoutOf = (name: string) => templateOf(serviceNamed(stack, name)).timeout;

    expect([timeoutOf('prod-reverse-proxy'), timeoutOf('prod-web')]).toEqual(['3600s', '3600s']);
    // between two frames, of which pings send one every 25 s
    expect(configurationOf(stack)).toContain('proxy_read_timeout 90s;');
  });
});

describe('the entrance through a balancer that exists', () => {
  const url = 'https://app.example.org';
  const existing = (addresses: readonly string[]) => Entrance.existing({ url, addresses });

  it('makes none, and believes its address', () => {
    const stack = behind(existing(['203.0.113.7']));

    expect(stack.all('google_compute_global_address')).toEqual([]);
    expect(stack.outputs().url).toEqual({ value: url });
    expect(serviceNamed(stack, 'prod-reverse-proxy').ingress).toBe(
      'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER',
    );
    expect(configurationOf(stack)).toContain('set_real_ip_from 203.0.113.7;');
    expect(configurationOf(stack)).not.toContain('# slipway:balancer');
    expect(variablesOf(stack).map(({ name }) => name)).not.toContain('BALANCER_ADDRESS');
  });

  it.each<[Entrance, RegExp]>([
    [existing([]), /'entrance' has no address of its load balancer.*; give it, for example/],
    [existing(['all;']), /'entrance' needs addresses of its load balancer, got 'all;'/],
    [existing(['0.0.0.0/0']), /'entrance' needs addresses of its load balancer, got '0.0.0.0\/0'/],
    [
      Entrance.existing({ url: 'http://a.org', addresses: ['203.0.113.7'] }),
      /'entrance' needs the URL of a host over HTTPS, got 'http:\/\/a.org'/,
    ],
  ])('fails when it is %j', (entrance, message) => {
    expect(() => behind(entrance)).toThrow(message);
  });

  it('fails when two addresses are known to the deployment alone', () => {
    const build = () =>
      synth((scope) => {
        const variable = (id: string) => new TerraformVariable(scope, id, {}).stringValue;
        const region = testRegion(scope);
        new ReverseProxy(scope, 'ReverseProxy', {
          region,
          image: workload.image,
          routes: [],
          services: new Map(),
          entrance: existing([variable('A'), variable('B')]),
        });
      });

    expect(build).toThrow(/'entrance' has 2 addresses that only the deployment knows/);
  });
});

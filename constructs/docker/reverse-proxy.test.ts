import type { TerraformStack } from 'cdktf';
import { gunzipSync } from 'node:zlib';
import { RateLimit } from '../core/rate-limit';
import { Access, Route } from '../core/route';
import { synth, type SynthesizedStack } from '../core/synth';
import { service, testNetwork, workload } from './container-service.fixture';
import { ReverseProxy, type ReverseProxyProps } from './reverse-proxy';

const routes = [
  Route.path('/', 'web'),
  Route.path('/api', 'api', { access: Access.password('api-login') }),
];

function proxy(scope: TerraformStack, changes: Partial<ReverseProxyProps> = {}): ReverseProxy {
  const network = testNetwork(scope);
  const names = ['web', 'api', 'internal'];
  const services = new Map(names.map((name) => [name, service(scope, name, { network })]));
  const { image } = workload;
  return new ReverseProxy(scope, 'ReverseProxy', { network, image, routes, services, ...changes });
}

function configurationOf(stack: SynthesizedStack): string {
  const container = stack.where('docker_container', 'name', 'test-reverse-proxy');
  const payload = (container.env as string[]).find((one) => one.startsWith('NGINX_CONF='))!;
  return gunzipSync(Buffer.from(payload.slice(11), 'base64')).toString();
}

describe('ReverseProxy', () => {
  let made: ReverseProxy;
  const stack = synth((scope) => {
    made = proxy(scope, { httpsPort: 9443, httpPort: 9080 });
  });
  const container = stack.where('docker_container', 'name', 'test-reverse-proxy');

  it('is on the entrance and on one network with each service of its routes', () => {
    const internal = stack.all('docker_network').filter(({ internal: is }) => is);

    expect(internal.map(({ name }) => name).sort()).toEqual([
      'test-reverse-proxy-to-api',
      'test-reverse-proxy-to-web',
    ]);
    expect(container.networks_advanced).toHaveLength(3);
  });

  it('is published on loopback alone, under the ports that it is told', () => {
    expect(container.ports).toEqual([
      { internal: 8080, external: 9080, ip: '127.0.0.1', protocol: 'tcp' },
      { internal: 8443, external: 9443, ip: '127.0.0.1', protocol: 'tcp' },
    ]);
    expect(made.url).toBe('https://localhost:9443');
  });

  it('gets its configuration, and makes up its logins', () => {
    const variables = container.env as string[];
    const configuration = configurationOf(stack);

    expect(configuration).toContain('resolver 127.0.0.11');
    expect(configuration).toContain(':9443');
    expect(variables).toContain('GENERATE_LOGINS=1');
    expect(made.loginCommands).toEqual({
      'api-login': 'docker exec test-reverse-proxy cat /var/lib/reverse-proxy/logins/api-login.txt',
    });
  });

  it('counts the requests of each client, as it is told', () => {
    const open = synth((scope) => void proxy(scope, { rateLimit: RateLimit.off() }));

    expect(configurationOf(stack)).toContain('zone=clients:10m rate=1000r/s;');
    expect(configurationOf(open)).not.toContain('limit_req');
  });

  it('keeps certificate and logins in a volume', () => {
    expect(stack.one('docker_volume').name).toBe('test-reverse-proxy_var-lib-reverse-proxy');
  });

  it('fails when a route leads to a service that is not there', () => {
    const lost = [Route.path('/x', 'nobody')];

    expect(() => synth((scope) => void proxy(scope, { routes: lost }))).toThrow(
      /'services' has no 'nobody', to which route '\/x' leads/,
    );
  });

  it('fails when the configuration is too large for a variable', () => {
    // names that gzip cannot make small
    const many = Array.from({ length: 8000 }, (_, at) =>
      Route.path(`/${(at * 2654435761).toString(36)}${(at * 40503 * 65537).toString(36)}`, 'web'),
    );

    expect(() => synth((scope) => void proxy(scope, { routes: many }))).toThrow(
      /'routes' make a configuration of \d+ bytes in NGINX_CONF, and Linux takes/,
    );
  });
});

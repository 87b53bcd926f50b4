import type { TerraformStack } from 'cdktf';
import { gunzipSync } from 'node:zlib';
import { RateLimit } from '../core/rate-limit';
import { Access, Route } from '../core/route';
import { synth, type SynthesizedStack } from '../core/synth';
import { CloudRunService } from './cloud-run-service';
import { serviceNamed, templateOf } from './cloud-run-service.fixture';
import { localPortOf } from './local-port';
import { testRegion, workload } from './region.fixture';
import { ReverseProxy, type ReverseProxyProps } from './reverse-proxy';
import { SecretStore } from './secret-store';

const routes = [
  Route.path('/', 'web'),
  Route.path('/api', 'api', { access: Access.password('api-login') }),
];

function proxy(scope: TerraformStack, changes: Partial<ReverseProxyProps> = {}): ReverseProxy {
  const secrets = new SecretStore(scope, 'Secrets', { prefix: 'prod' });
  const region = testRegion(scope, { secrets });
  const names = ['web', 'api', 'internal'];
  const services = new Map(
    names.map((name) => [name, new CloudRunService(scope, name, { region, workload })]),
  );
  const { image } = workload;
  return new ReverseProxy(scope, 'ReverseProxy', { region, image, routes, services, ...changes });
}

function configurationOf(stack: SynthesizedStack): string {
  const [main] = templateOf(serviceNamed(stack, 'prod-reverse-proxy')).containers;
  const { value } = main!.env.find(({ name }) => name === 'NGINX_CONF')!;
  return gunzipSync(Buffer.from(value!, 'base64')).toString();
}

describe('ReverseProxy', () => {
  const stack = synth((scope) => void proxy(scope));
  const block = serviceNamed(stack, 'prod-reverse-proxy');

  it('is the only service that everyone reaches', () => {
    const open = stack
      .all('google_cloud_run_v2_service')
      .filter(({ ingress }) => ingress !== 'INGRESS_TRAFFIC_INTERNAL_ONLY');

    expect(open).toEqual([block]);
    expect(block).toMatchObject({ ingress: 'INGRESS_TRAFFIC_ALL', invoker_iam_disabled: true });
  });

  it('may invoke the services of its routes and no other', () => {
    const names = stack
      .all('google_cloud_run_v2_service_iam_member')
      .map(({ name }) => /service\.(\w+)_[0-9A-F]{8}\.name/.exec(name as string)?.[1]);

    expect(names.sort()).toEqual(['api', 'web']);
  });

  it('reaches every service through its own port of the sidecar', () => {
    const configuration = configurationOf(stack);

    expect(configuration).toContain(`server 127.0.0.1:${localPortOf('api')} max_fails=0;`);
    expect(configuration).toContain(`server 127.0.0.1:${localPortOf('web')} max_fails=0;`);
    expect(configuration).not.toContain('# slipway:resolve');
  });

  it('believes the front end, so that no request is redirected forever', () => {
    expect(configurationOf(stack)).toContain('set_real_ip_from 0.0.0.0/0;');
    expect(configurationOf(stack)).toContain('real_ip_recursive off;');
  });

  it('counts the requests of each client, as it is told', () => {
    const open = synth((scope) => void proxy(scope, { rateLimit: RateLimit.off() }));

    expect(configurationOf(stack)).toContain('zone=clients:10m rate=100r/s;');
    expect(configurationOf(open)).not.toContain('limit_req');
  });

  it('has no metrics, since nobody could reach them', () => {
    expect(configurationOf(stack)).not.toMatch(/9090|stub_status/);
  });

  it('gets its logins from the store, and lets WebSockets live for an hour', () => {
    expect(stack.one('google_secret_manager_secret_iam_member').secret_id).toBe('prod-api-login');
    expect(templateOf(block).timeout).toBe('3600s');
  });

  it('tells its own address as the one of the public', () => {
    let url = '';
    const own = synth((scope) => void (url = proxy(scope).url));

    expect(url).toMatch(/TfToken/);
    expect(own.all('google_compute_global_forwarding_rule')).toEqual([]);
  });

  it.each(['/_ah/tasks', '/_ah', '/eventlog'])('fails when a route is %s', (path) => {
    const kept = [Route.path(path, 'web')];

    expect(() => synth((scope) => void proxy(scope, { routes: kept }))).toThrow(
      `route '${path}': 'path' is kept by Cloud Run for itself; choose another`,
    );
  });

  it('takes a path that only looks like one that is kept', () => {
    const free = [Route.path('/eventlogs', 'web'), Route.path('/_ahead', 'web')];

    expect(() => synth((scope) => void proxy(scope, { routes: free }))).not.toThrow();
  });

  it('fails when a route leads to a service that is not there', () => {
    const wanted = [Route.path('/x', 'nobody')];

    expect(() => synth((scope) => void proxy(scope, { routes: wanted }))).toThrow(
      /'services' has no 'nobody', to which route '\/x' leads/,
    );
  });

  it('fails when a route allows more time than its service has', () => {
    const slow = [Route.path('/', 'web', { timeoutSeconds: 300 })];

    expect(() => synth((scope) => void proxy(scope, { routes: slow }))).toThrow(
      /route '\/': 'timeoutSeconds' is 300, but 'web' ends a request after 60; lower it, or raise/,
    );
  });

  it('fails when the configuration is too large for a variable', () => {
    // names that gzip cannot make small
    const many = Array.from({ length: 4000 }, (_, at) =>
      Route.path(`/${(at * 2654435761).toString(36)}${(at * 40503 * 65537).toString(36)}`, 'web'),
    );

    expect(() => synth((scope) => void proxy(scope, { routes: many }))).toThrow(
      /'routes' make a configuration of \d+ bytes in NGINX_CONF, and Cloud Run takes at most 32768/,
    );
  });
});

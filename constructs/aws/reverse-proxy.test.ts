import type { TerraformStack } from 'cdktf';
import { gunzipSync } from 'node:zlib';
import { RateLimit } from '../core/rate-limit';
import { Access, Route } from '../core/route';
import { synth, type SynthesizedStack } from '../core/synth';
import { network as testNetwork, testCluster, workload } from './cluster.fixture';
import { Capacity } from './capacity';
import { Entrance } from './entrance';
import { FargateService } from './fargate-service';
import { LoadBalancer } from './load-balancer';
import { ReverseProxy, type ReverseProxyProps } from './reverse-proxy';
import { SecretStore } from './secret-store';

const routes = [
  Route.path('/', 'web'),
  Route.path('/api', 'api', { access: Access.password('api-login') }),
];

function proxy(
  scope: TerraformStack,
  wanted: readonly Route[] = routes,
  more: Partial<ReverseProxyProps> = {},
): ReverseProxy {
  const secrets = new SecretStore(scope, 'Secrets', { prefix: 'prod' });
  const cluster = testCluster(scope, { secrets });
  const names = ['web', 'api', 'internal'];
  const services = new Map(
    names.map((name) => [name, new FargateService(scope, name, { cluster, workload })]),
  );
  const { image } = workload;
  return new ReverseProxy(scope, 'ReverseProxy', {
    cluster,
    image,
    routes: wanted,
    services,
    ...more,
  });
}

interface Container {
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  readonly secrets: readonly { readonly name: string }[];
}

function container(stack: SynthesizedStack): Container {
  const task = stack.where('aws_ecs_task_definition', 'family', 'prod-reverse-proxy');
  return (JSON.parse(task.container_definitions as string) as Container[])[0]!;
}

function configurationOf(stack: SynthesizedStack): string {
  const { value } = container(stack).environment.find(({ name }) => name === 'NGINX_CONF')!;
  return gunzipSync(Buffer.from(value, 'base64')).toString();
}

describe('ReverseProxy', () => {
  const stack = synth((scope) => void proxy(scope));

  it('is deployed as it is told, and the services behind it are not', () => {
    const told = { capacity: Capacity.spot(), imageManagedBy: 'pipeline', exec: true } as const;
    const rolled = synth((scope) => void proxy(scope, routes, told));
    const service = (name: string) => rolled.where('aws_ecs_service', 'name', name);

    expect(service('prod-reverse-proxy')).toMatchObject({
      capacity_provider_strategy: [{ base: 1 }, { capacity_provider: 'FARGATE_SPOT' }],
      enable_execute_command: true,
      lifecycle: { ignore_changes: ['desired_count', 'task_definition'] },
    });
    expect(service('prod-web')).toMatchObject({ enable_execute_command: false });
  });

  it('is connected to the services of its routes and to no other', () => {
    const calls = stack
      .all('aws_vpc_security_group_egress_rule')
      .map(({ description }) => description as string)
      .filter((description) => description.startsWith('prod-reverse-proxy calls'));

    expect(calls.sort()).toEqual([
      'prod-reverse-proxy calls prod-api',
      'prod-reverse-proxy calls prod-web',
    ]);
  });

  it('has no name of its own, so that nginx sees the balancer and not an agent in between', () => {
    const service = stack.where('aws_ecs_service', 'name', 'prod-reverse-proxy');

    expect(service.service_connect_configuration).not.toHaveProperty('service');
  });

  it('gets its configuration and its logins', () => {
    const { secrets } = container(stack);
    const configuration = configurationOf(stack);

    expect(configuration).toContain('set_real_ip_from 10.0.0.0/16;');
    expect(configuration).toContain('# slipway:resolve api\n# slipway:resolve web\n');
    // the agent in front of the service closes idle connections after 70 s
    expect(configuration).toContain('keepalive_timeout 46s;');
    expect(secrets.map(({ name }) => name)).toEqual(['SECRET_API_LOGIN']);
  });

  it('counts the requests of each client, as it is told', () => {
    const rateLimit = RateLimit.perClient({ requestsPerSecond: 7, burst: 9 });
    const slow = synth((scope) => void proxy(scope, routes, { rateLimit }));

    expect(configurationOf(stack)).toContain('zone=clients:10m rate=100r/s;');
    expect(configurationOf(slow)).toContain('zone=clients:10m rate=7r/s;');
    expect(configurationOf(slow)).toContain('limit_req zone=clients burst=9 nodelay;');
  });

  describe('behind an entrance', () => {
    /** What nginx takes for the scheme of a client when its headers have passed the balancer of the entrance. */
    function schemeSeen(entrance: Entrance, told: Entrance | undefined): string {
      const rendered = synth((scope) => {
        const made = proxy(scope, routes, { entrance: told });
        const balancer = new LoadBalancer(scope, 'LoadBalancer', {
          network: testNetwork,
          environment: 'prod',
          entrance,
        });
        balancer.addRoute(Route.path('/'), made.service);
      });
      const [map, ...lines] = /map "\$from_trusted_proxy (\S+)" \$client_scheme \{[^}]*/
        .exec(configurationOf(rendered))![0]
        .split('\n');
      const variable = /(\$http_\S+)"/.exec(map!)![1]!;
      const sent = new Map(headersOf(rendered).map(([name, value]) => [variableOf(name), value]));
      const wanted = `"1 ${sent.get(variable) ?? ''}" `;
      return lines.some((line) => line.trim().startsWith(wanted)) ? 'https' : 'http';
    }

    function variableOf(header: string): string {
      return `$http_${header.toLowerCase().replaceAll('-', '_')}`;
    }

    /** The headers that a request over HTTPS carries on its last hop: those of CloudFront, then the balancer's own. */
    function headersOf(stack: SynthesizedStack): [string, string][] {
      const added = stack
        .all('aws_cloudfront_distribution')
        .flatMap(({ origin }) => origin as { custom_header: { name: string; value: string }[] }[])
        .flatMap(({ custom_header: headers }) => headers)
        .map(({ name, value }): [string, string] => [name, value]);
      const open = stack.all('aws_lb_listener').find(({ default_action: actions }) => {
        const [action] = actions as object[];
        return (action as { type: string }).type !== 'redirect';
      });
      return [...added, ['X-Forwarded-Proto', (open!.protocol as string).toLowerCase()]];
    }

    const domain = Entrance.domain({ name: 'app.example.org', zoneName: 'example.org' });

    it('of a domain believes what the balancer says of the scheme', () => {
      expect(schemeSeen(domain, undefined)).toBe('https');
      expect(schemeSeen(domain, domain)).toBe('https');
    });

    it('of CloudFront does not redirect forever, since it believes CloudFront alone', () => {
      const cloudFront = Entrance.cloudFront();

      expect(schemeSeen(cloudFront, cloudFront)).toBe('https');
      // what the prop is for
      expect(schemeSeen(cloudFront, undefined)).toBe('http');
      expect(schemeSeen(domain, cloudFront)).toBe('http');
    });

    it('of CloudFront takes the last client address that is not of the network', () => {
      const entrance = Entrance.cloudFront();
      const chained = configurationOf(synth((scope) => void proxy(scope, routes, { entrance })));

      expect(chained).toContain('real_ip_recursive on;');
      expect(chained).toContain('set_real_ip_from 10.0.0.0/16;');
      expect(configurationOf(stack)).toContain('real_ip_recursive off;');
    });
  });

  it('fails when a route leads to a service that is not there', () => {
    expect(() => synth((scope) => void proxy(scope, [Route.path('/x', 'nobody')]))).toThrow(
      /'services' has no 'nobody', to which route '\/x' leads/,
    );
  });

  it('fails when a route allows more time than its service has', () => {
    const slow = [Route.path('/', 'web', { timeoutSeconds: 300 })];

    expect(() => synth((scope) => void proxy(scope, slow))).toThrow(
      /route '\/': 'timeoutSeconds' is 300, but 'web' ends a request after 60; lower it, or raise/,
    );
  });

  it('fails when the configuration is too large for a task definition', () => {
    // names that gzip cannot make small
    const many = Array.from({ length: 4000 }, (_, at) =>
      Route.path(`/${(at * 2654435761).toString(36)}${(at * 40503 * 65537).toString(36)}`, 'web'),
    );

    expect(() => synth((scope) => void proxy(scope, many))).toThrow(
      /'routes' make a configuration of \d+ bytes in NGINX_CONF, and an ECS task definition takes/,
    );
  });
});

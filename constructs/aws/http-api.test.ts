import { synth } from '../core/synth';
import { network, testCluster, workload } from './cluster.fixture';
import { service } from './fargate-service.fixture';
import { HttpApi, type HttpApiProps } from './http-api';

type Changes = Partial<HttpApiProps>;

const apiWith = (changes: Changes = {}, ofService: Partial<Parameters<typeof service>[2]> = {}) =>
  synth((scope) => {
    const cluster = testCluster(scope, { environment: 'sandbox' });
    const web = service(scope, 'Web', { cluster, discoverable: false, ...ofService });
    new HttpApi(scope, 'HttpApi', { network, environment: 'sandbox', service: web, ...changes });
  });

describe('HttpApi', () => {
  describe('with only what is required', () => {
    const stack = apiWith();

    it('creates an API, a link into the network and a registry of the tasks', () => {
      expect(stack.counts()).toMatchObject({
        aws_apigatewayv2_api: 1,
        aws_apigatewayv2_integration: 1,
        aws_apigatewayv2_route: 1,
        aws_apigatewayv2_stage: 1,
        aws_apigatewayv2_vpc_link: 1,
        aws_service_discovery_private_dns_namespace: 1,
        aws_service_discovery_service: 1,
      });
    });

    it('sends every method and path to the tasks that Cloud Map knows', () => {
      expect(stack.one('aws_apigatewayv2_route')).toMatchObject({
        route_key: '$default',
        authorization_type: 'NONE',
        target: expect.stringMatching(
          /^integrations\/\$\{aws_apigatewayv2_integration\..*\.id\}$/,
        ) as string,
      });
      expect(stack.one('aws_apigatewayv2_integration')).toMatchObject({
        integration_type: 'HTTP_PROXY',
        integration_method: 'ANY',
        connection_type: 'VPC_LINK',
        connection_id: expect.stringMatching(/^\$\{aws_apigatewayv2_vpc_link\./) as string,
        integration_uri: expect.stringMatching(/^\$\{aws_service_discovery_service\./) as string,
        payload_format_version: '1.0',
        request_parameters: { 'overwrite:path': '$request.path' },
        timeout_milliseconds: 30000,
      });
    });

    it('limits the requests of all clients together and logs each', () => {
      const { access_log_settings: log, ...stage } = stack.one('aws_apigatewayv2_stage');

      expect(stage).toMatchObject({
        name: '$default',
        auto_deploy: true,
        default_route_settings: {
          detailed_metrics_enabled: false,
          throttling_rate_limit: 50,
          throttling_burst_limit: 100,
        },
      });
      expect(JSON.parse((log as { format: string }).format)).toMatchObject({
        status: '$context.status',
        upstream_error: '$context.integrationErrorMessage',
      });
      expect(stack.where('aws_cloudwatch_log_group', 'name', '/http-api/sandbox-public')).toEqual(
        expect.objectContaining({ retention_in_days: 30 }),
      );
    });

    it('registers the tasks with their port', () => {
      expect(stack.one('aws_service_discovery_service')).toMatchObject({
        name: 'web',
        dns_config: { routing_policy: 'MULTIVALUE', dns_records: [{ type: 'SRV', ttl: 10 }] },
        health_check_custom_config: { failure_threshold: 1 },
        force_destroy: true,
      });
      expect(stack.one('aws_ecs_service').service_registries).toMatchObject({
        registry_arn: expect.stringMatching(/^\$\{aws_service_discovery_service\./) as string,
        container_name: 'web',
        container_port: 8080,
      });
    });

    it("opens the service's port to the link alone", () => {
      const ingress = stack.all('aws_vpc_security_group_ingress_rule');

      expect(ingress).toEqual([
        expect.objectContaining({
          from_port: 8080,
          to_port: 8080,
          ip_protocol: 'tcp',
          referenced_security_group_id: expect.stringContaining('VpcLink') as string,
        }),
      ]);
    });

    it('starts the tasks after the rules that lead to them', () => {
      const { depends_on: dependsOn } = stack.one('aws_ecs_service');

      expect(dependsOn).toContainEqual(expect.stringMatching(/ingress_rule\..*AtService/));
      expect(dependsOn).toContainEqual(expect.stringMatching(/egress_rule\..*ToService/));
    });
  });

  it('stands where the tasks do', () => {
    const subnets = (publicTasks: boolean) =>
      apiWith({ network: { ...network, publicTasks } }).one('aws_apigatewayv2_vpc_link').subnet_ids;

    expect(subnets(false)).toEqual(['subnet-3', 'subnet-4']);
    expect(subnets(true)).toEqual(['subnet-1', 'subnet-2']);
  });

  it('waits no longer than the connection to the service lives', () => {
    const stack = apiWith({}, { workload: { ...workload, keepAliveSeconds: 15 } });

    expect(stack.one('aws_apigatewayv2_integration').timeout_milliseconds).toBe(10000);
  });

  it('lets through what it is told, for a log of the days that it is told', () => {
    const stack = apiWith({ requestsPerSecond: 5, burst: 7, logRetentionDays: 1, name: 'trial' });

    expect(stack.one('aws_apigatewayv2_stage').default_route_settings).toMatchObject({
      throttling_rate_limit: 5,
      throttling_burst_limit: 7,
    });
    expect(stack.where('aws_cloudwatch_log_group', 'name', '/http-api/sandbox-trial')).toEqual(
      expect.objectContaining({ retention_in_days: 1 }),
    );
  });

  it.each<[Changes, RegExp]>([
    [{ requestsPerSecond: 0 }, /'requestsPerSecond' must be from 1 to 10000, .* got 0; choose/],
    [{ requestsPerSecond: NaN }, /'requestsPerSecond' must be from 1 to 10000/],
    [{ burst: 5001 }, /'burst' must be a whole number from 1 to 5000, .* got 5001; choose/],
    [{ logRetentionDays: 2 }, /'logRetentionDays' .* got 2; use 3/],
    [{ environment: 'Sand Box' }, /'environment' .* got 'Sand Box'/],
    [{ name: 'x'.repeat(130) }, /HTTP API/],
  ])('fails with %j', (changes, message) => {
    expect(() => apiWith(changes)).toThrow(message);
  });

  it('fails when the service speaks WebSockets', () => {
    expect(() => apiWith({}, { workload: { ...workload, protocol: 'websocket' } })).toThrow(
      /'service' is 'web', which speaks WebSockets.*; use a LoadBalancer/,
    );
  });

  it('fails when the service has another API already', () => {
    expect(() =>
      synth((scope) => {
        const cluster = testCluster(scope);
        const web = service(scope, 'Web', { cluster });
        for (const name of ['a', 'b']) {
          new HttpApi(scope, name, { network, environment: 'prod', service: web, name });
        }
      }),
    ).toThrow(/'web' has an HTTP API already/);
  });
});

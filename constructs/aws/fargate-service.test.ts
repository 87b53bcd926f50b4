import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { type Block, synth } from '../core/synth';
import { network, testCluster, workload } from './cluster.fixture';
import type { FargateService } from './fargate-service';
import { container, service, synthOne } from './fargate-service.fixture';
import { Scaling } from './scaling';

// any resource with an ARN stands for a target group
const role = { assumeRolePolicy: '{}' };

describe('FargateService', () => {
  describe('with only what is required', () => {
    const stack = synthOne();

    it('makes exactly these resources', () => {
      expect(stack.counts()).toEqual({
        aws_appautoscaling_policy: 1,
        aws_appautoscaling_target: 1,
        aws_cloudwatch_log_group: 1,
        aws_ecs_cluster: 1,
        aws_ecs_cluster_capacity_providers: 1,
        aws_ecs_service: 1,
        aws_ecs_task_definition: 1,
        aws_iam_role: 2,
        aws_iam_role_policy: 2,
        aws_security_group: 1,
        aws_service_discovery_http_namespace: 1,
        aws_vpc_security_group_egress_rule: 1,
      });
    });

    it('hardens the container and writes what ECS would fill in', () => {
      expect(container(stack)).toEqual({
        name: 'users-api',
        image: `registry.example.org/team/api@sha256:${'0'.repeat(64)}`,
        essential: true,
        cpu: 0,
        user: '65532',
        readonlyRootFilesystem: true,
        linuxParameters: { initProcessEnabled: true, capabilities: { add: [], drop: ['ALL'] } },
        stopTimeout: 30,
        portMappings: [
          {
            name: 'users-api',
            containerPort: 8080,
            hostPort: 8080,
            protocol: 'tcp',
            appProtocol: 'http',
          },
        ],
        environment: [{ name: 'PORT', value: '8080' }],
        secrets: [],
        mountPoints: [],
        volumesFrom: [],
        systemControls: [],
        logConfiguration: {
          logDriver: 'awslogs',
          options: {
            'awslogs-group': expect.stringContaining('aws_cloudwatch_log_group') as string,
            'awslogs-region': expect.stringContaining('data.aws_region') as string,
            'awslogs-stream-prefix': 'users-api',
            mode: 'non-blocking',
            'max-buffer-size': '25m',
          },
        },
      });
    });

    it('runs two small tasks in the private subnets, found by name', () => {
      expect(stack.one('aws_ecs_task_definition')).toMatchObject({
        family: 'prod-users-api',
        cpu: '256',
        memory: '512',
        network_mode: 'awsvpc',
        skip_destroy: true,
        runtime_platform: { cpu_architecture: 'X86_64', operating_system_family: 'LINUX' },
      });
      expect(stack.one('aws_ecs_service')).toMatchObject({
        name: 'prod-users-api',
        desired_count: 2,
        network_configuration: { assign_public_ip: false, subnets: ['subnet-3', 'subnet-4'] },
        service_connect_configuration: {
          enabled: true,
          service: [
            {
              discovery_name: 'users-api',
              client_alias: { dns_name: 'users-api', port: 8080 },
              timeout: { idle_timeout_seconds: 70, per_request_timeout_seconds: 60 },
            },
          ],
        },
      });
    });

    it('rolls a bad deployment back and then fails the apply', () => {
      const resource = stack.one('aws_ecs_service');

      expect(resource).toMatchObject({
        deployment_circuit_breaker: { enable: true, rollback: true },
        deployment_minimum_healthy_percent: 100,
        deployment_maximum_percent: 200,
        wait_for_steady_state: true,
      });
      const { postcondition } = resource.lifecycle as { postcondition: Block[] };
      expect(postcondition[0]?.condition).toMatch(
        /^\$\{self\.task_definition == aws_ecs_task_definition\.\w+\.arn\}$/,
      );
      expect(postcondition[0]?.error_message).toContain('prod-users-api was rolled back');
    });

    it('puts its tags and those of ECS on every task', () => {
      expect(stack.one('aws_ecs_service')).toMatchObject({
        propagate_tags: 'SERVICE',
        enable_ecs_managed_tags: true,
      });
    });

    it('lets nothing in and only to AWS out', () => {
      expect(stack.all('aws_vpc_security_group_ingress_rule')).toEqual([]);
      expect(stack.one('aws_vpc_security_group_egress_rule')).toMatchObject({
        cidr_ipv4: '0.0.0.0/0',
        from_port: 443,
        to_port: 443,
        ip_protocol: 'tcp',
      });
    });

    it('scales between 2 and 10 tasks at 65 % CPU and leaves their number to the scaling', () => {
      expect(stack.one('aws_appautoscaling_target')).toMatchObject({
        min_capacity: 2,
        max_capacity: 10,
      });
      expect(stack.one('aws_appautoscaling_policy')).toMatchObject({
        target_tracking_scaling_policy_configuration: { target_value: 65, scale_in_cooldown: 300 },
      });
      expect(stack.one('aws_ecs_service').lifecycle).toMatchObject({
        ignore_changes: ['desired_count'],
      });
    });

    it('keeps logs for 30 days', () => {
      expect(stack.one('aws_cloudwatch_log_group')).toMatchObject({
        name: '/ecs/prod/users-api',
        retention_in_days: 30,
      });
    });
  });

  describe('props', () => {
    it('set size, processor, scaling and the longest answer', () => {
      const stack = synthOne({
        name: 'api',
        vcpu: 2,
        memoryMiB: 8192,
        architecture: 'ARM64',
        scaling: Scaling.fixed(3),
        workload: { ...workload, keepAliveSeconds: 600 },
        timeoutSeconds: 300,
      });

      expect(stack.one('aws_ecs_task_definition')).toMatchObject({
        family: 'prod-api',
        cpu: '2048',
        memory: '8192',
        runtime_platform: { cpu_architecture: 'ARM64' },
      });
      expect(stack.one('aws_ecs_service')).toMatchObject({
        desired_count: 3,
        service_connect_configuration: {
          service: [{ timeout: { per_request_timeout_seconds: 300 } }],
        },
      });
      expect(stack.all('aws_appautoscaling_target')).toEqual([]);
      expect(stack.one('aws_ecs_service').lifecycle).not.toHaveProperty('ignore_changes', [
        'desired_count',
      ]);
    });

    it('pass a WebSocket through, with no timeout that ECS would refuse', () => {
      const stack = synthOne({ workload: { ...workload, protocol: 'websocket' } });
      const { service: endpoints } = stack.one('aws_ecs_service').service_connect_configuration as {
        readonly service: readonly Block[];
      };

      expect(container(stack).portMappings).toEqual([
        { name: 'users-api', containerPort: 8080, hostPort: 8080, protocol: 'tcp' },
      ]);
      expect(endpoints[0]).not.toHaveProperty('timeout');
    });

    it('give new tasks their grace from the first balancer on, and never without one', () => {
      const health = { path: '/healthz', graceSeconds: 90 };
      const grace = (attach: boolean) =>
        synth((scope) => {
          const api = service(scope, 'Api', { workload: { ...workload, health } });
          if (attach) api.attachTargetGroup('arn:aws:tg', []);
        }).one('aws_ecs_service').health_check_grace_period_seconds;

      expect([grace(true), grace(false)]).toEqual([90, undefined]);
    });

    it('put no agent beside a service that nobody calls by name and that calls nobody', () => {
      const stack = synthOne({ discoverable: false });

      expect(stack.one('aws_ecs_service').service_connect_configuration).toEqual({
        enabled: false,
      });
    });

    it('make a service that nobody calls by name a client only', () => {
      const stack = synth((scope) => {
        const cluster = testCluster(scope);
        const web = service(scope, 'Web', { cluster, discoverable: false });
        web.connectTo(service(scope, 'Api', { cluster }));
      });
      const web = stack.where('aws_ecs_service', 'name', 'prod-web');

      expect(web.service_connect_configuration).toMatchObject({
        enabled: true,
        namespace: expect.stringContaining('namespace') as string,
      });
      expect(web.service_connect_configuration).not.toHaveProperty('service');
    });

    it('stand in the public subnets where the network says so', () => {
      const stack = synth((scope) => {
        const cluster = testCluster(scope, { network: { ...network, publicTasks: true } });
        service(scope, 'Web', { cluster });
      });

      expect(stack.one('aws_ecs_service').network_configuration).toMatchObject({
        subnets: ['subnet-1', 'subnet-2'],
        assign_public_ip: true,
      });
    });

    it('close idle connections before a server with a short keep-alive does', () => {
      const stack = synthOne({ workload: { ...workload, keepAliveSeconds: 15 } });

      expect(stack.one('aws_ecs_service')).toMatchObject({
        service_connect_configuration: {
          service: [{ timeout: { idle_timeout_seconds: 10, per_request_timeout_seconds: 10 } }],
        },
      });
    });

    it('mount what can be written, probe the container and keep literals literal', () => {
      const health = {
        path: '/',
        command: ['/api', 'healthcheck', '${HOME}'],
        failuresToUnhealthy: 5,
      };
      const environment = { B: 'say "hi" \\ ${HOME} %{if}', A: '1' };
      const stack = synthOne({
        workload: {
          ...workload,
          health,
          environment,
          writablePaths: ['/var/cache/x', '/data'],
          user: 101,
        },
      });

      expect(stack.one('aws_ecs_task_definition').volume).toEqual([
        { name: 'data' },
        { name: 'var-cache-x' },
      ]);
      expect(container(stack)).toMatchObject({
        user: '101',
        mountPoints: [
          { containerPath: '/data', readOnly: false, sourceVolume: 'data' },
          { containerPath: '/var/cache/x', readOnly: false, sourceVolume: 'var-cache-x' },
        ],
        healthCheck: {
          // what a shell would read is no template of Terraform
          command: ['CMD', '/api', 'healthcheck', '$${HOME}'],
          interval: 10,
          timeout: 5,
          retries: 5,
          startPeriod: 60,
        },
        environment: [
          { name: 'A', value: '1' },
          { name: 'B', value: 'say "hi" \\ $${HOME} %%{if}' },
          { name: 'PORT', value: '8080' },
        ],
      });
    });
  });

  describe('connectTo', () => {
    const pair = (connect: (web: FargateService, api: FargateService) => void) =>
      synth((scope) => {
        const cluster = testCluster(scope);
        const web = service(scope, 'Web', { cluster });
        const api = service(scope, 'Api', { cluster });
        connect(web, api);
      });
    const stack = pair((web, api) => web.connectTo(api, ({ url }) => ({ BACKEND_URL: url })));

    it('opens the port of the callee at both ends and nothing else', () => {
      const [ingress] = stack.all('aws_vpc_security_group_ingress_rule');
      const egress = stack.where(
        'aws_vpc_security_group_egress_rule',
        'description',
        'prod-web calls prod-api',
      );

      expect(stack.all('aws_vpc_security_group_ingress_rule')).toHaveLength(1);
      for (const rule of [ingress, egress]) {
        expect(rule).toMatchObject({ from_port: 8080, to_port: 8080, ip_protocol: 'tcp' });
      }
      expect(ingress?.security_group_id).toBe(egress.referenced_security_group_id);
      expect(ingress?.referenced_security_group_id).toBe(egress.security_group_id);
    });

    it('tells the caller where the callee is and starts it afterwards', () => {
      const web = stack.where('aws_ecs_task_definition', 'family', 'prod-web');
      const caller = stack.where('aws_ecs_service', 'name', 'prod-web');

      expect(web.container_definitions).toContain(
        '{"name":"BACKEND_URL","value":"http://api:8080"}',
      );
      expect(caller.depends_on).toEqual(
        expect.arrayContaining([expect.stringMatching(/^aws_ecs_service\.Api_/)]),
      );
    });

    it('leaves no trace of the order in which verbs are called', () => {
      const three = (order: readonly number[]) =>
        synth((scope) => {
          const cluster = testCluster(scope);
          const [web, api, users] = ['Web', 'Api', 'Users'].map((id) =>
            service(scope, id, { cluster }),
          );
          const verbs = [
            () => web!.connectTo(api!, ({ url }) => ({ API: url })),
            () => web!.connectTo(users!, ({ url }) => ({ USERS: url })),
            () => api!.connectTo(users!),
          ];
          for (const at of order) verbs[at]!();
        });

      const same = JSON.stringify(three([2, 1, 0]).json) === JSON.stringify(three([0, 1, 2]).json);

      expect(same).toBe(true);
    });

    it('leaves none of the order of the routes of a balancer either', () => {
      const routed = (names: readonly string[]) =>
        synth((scope) => {
          const web = service(scope, 'Web');
          const arns = ['A', 'B', 'C'].map((id) => [id, new IamRole(scope, id, role).arn] as const);
          for (const name of names) web.attachTargetGroup(new Map(arns).get(name)!, []);
        }).one('aws_ecs_service').load_balancer;

      expect(routed(['C', 'A', 'B'])).toEqual(routed(['A', 'B', 'C']));
    });

    it('fails when the connection closes a cycle', () => {
      expect(() =>
        pair((web, api) => {
          web.connectTo(api);
          api.connectTo(web);
        }),
      ).toThrow(/test\/Api is not valid:\n {2}- 'connections' form a cycle, web -> api -> web/);
    });

    it('fails when the callee has no name to be called by', () => {
      expect(() =>
        synth((scope) => {
          const cluster = testCluster(scope);
          const proxy = service(scope, 'Proxy', { cluster, discoverable: false });
          service(scope, 'Web', { cluster }).connectTo(proxy);
        }),
      ).toThrow(/'connectTo' calls 'proxy', which is not 'discoverable'/);
    });

    it('fails when it is repeated, or repeats a variable', () => {
      expect(() =>
        pair((web, api) => {
          web.connectTo(api);
          web.connectTo(api);
        }),
      ).toThrow(/'connectTo' was called twice for 'api'/);
      expect(() => pair((web, api) => web.connectTo(api, () => ({ 'a-b': '' })))).toThrow(/'a-b'/);
    });
  });

  it('fails when another service of the cluster has its name', () => {
    expect(() =>
      synth((scope) => {
        const cluster = testCluster(scope, { network });
        service(scope, 'A', { cluster, name: 'api' });
        service(scope, 'B', { cluster, name: 'api' });
      }),
    ).toThrow(/test\/B is not valid:\n {2}- 'name' must be unique in the cluster/);
  });
});

import { block, type Block, type Resources, reviewed } from './aws.fixture';

const ingress = 'aws_vpc_security_group_ingress_rule';
const egress = 'aws_vpc_security_group_egress_rule';
const problems = (change: (resources: Resources) => unknown): string[] =>
  reviewed(change).broken.map(({ from, to, port, reason }) => `${from} -> ${to}:${port} ${reason}`);
const connect = (r: Resources, name: string): Block =>
  block(r, 'aws_ecs_service', name).service_connect_configuration as Block;
const withVariables = (r: Resources, variables: Record<string, string>): void => {
  const task = block(r, 'aws_ecs_task_definition', 'web');
  const [container] = JSON.parse(task.container_definitions as string) as [Block];
  container.environment = Object.entries(variables).map(([name, value]) => ({ name, value }));
  task.container_definitions = JSON.stringify([container]);
};

describe('a call that a variable announces', () => {
  it.each<[string, (r: Resources) => unknown, RegExp]>([
    [
      'the callee does not let the caller in',
      (r) => delete r[ingress]?.api_web,
      /^web -> api:9000 the security groups open no port from web to api; let port 9000/,
    ],
    [
      'the open port is another',
      (r) => Object.assign(block(r, egress, 'web_api'), { from_port: 1, to_port: 2 }),
      /open no port/,
    ],
    [
      'no service has the name',
      (r) => withVariables(r, { X: 'http://apj:9000' }),
      /web -> apj:9000 no service of this stack answers to apj; use one of api, web/,
    ],
    [
      'the name answers on another port',
      (r) => withVariables(r, { X: 'http://api:9001' }),
      /api answers on 9000, not on 9001/,
    ],
    [
      'the caller is no client',
      (r) => (connect(r, 'web').enabled = false),
      /web is no client of Service Connect and cannot resolve api/,
    ],
    [
      'the namespace is another',
      (r) => (connect(r, 'web').namespace = 'arn:other'),
      /api is a name of another namespace/,
    ],
    [
      'the name stands for no mapping',
      (r) => ((connect(r, 'api').service as Block[])[0]!.port_name = 'x'),
      /a port mapping that the task of api does not have/,
    ],
    [
      'the caller may start first',
      (r) => delete block(r, 'aws_ecs_service', 'web').depends_on,
      /web may start before api exists.*add aws_ecs_service.api to its depends_on/,
    ],
    [
      'localhost has nobody',
      (r) => withVariables(r, { X: 'http://localhost:7000' }),
      /no service of this stack answers to localhost/,
    ],
  ])('cannot work when %s', (_, change, message) => {
    const [first = ''] = problems(change);

    expect(first).toMatch(message);
  });

  it.each([
    ['a host of the internet', 'https://api.example.org/x'],
    ['the container itself', 'http://localhost:8080'],
    ['what only the deployment knows', 'http://${aws_lb.lb.dns_name}:80'],
    ['no call', 'hello'],
  ])('is left alone where it names %s', (_, value) => {
    expect(problems((r) => withVariables(r, { X: value }))).toEqual([]);
  });

  it('may come in any order of starts through other resources', () => {
    const found = problems((r) => {
      block(r, 'aws_ecs_service', 'web').depends_on = ['aws_middle.m'];
      r.aws_middle = { m: { of: '${f(aws_ecs_service.api.id)}' } };
    });

    expect(found).toEqual([]);
  });
});

describe('a target group', () => {
  it('cannot work when the tasks do not let the balancer in', () => {
    expect(problems((r) => delete r[ingress]?.web_lb)).toEqual([
      expect.stringMatching(/^front -> web:8080 the security groups open no port/),
    ]);
  });

  it('cannot work when the port of its health checks is closed', () => {
    const found = problems((r) => {
      block(r, 'aws_lb_target_group', 't').health_check = { port: '9090' };
    });

    expect(found).toEqual([
      expect.stringMatching(/^front -> web:9090 .* open only 8080 from front/),
    ]);
  });
});

describe('the start of a task', () => {
  const endpoint = (service: string, extra: Block = {}): Block => ({
    vpc_id: '${aws_vpc.v.id}',
    service_name: `com.amazonaws.\${data.aws_region.r.id}.${service}`,
    vpc_endpoint_type: 'Interface',
    private_dns_enabled: true,
    subnet_ids: ['${aws_subnet.private.id}'],
    security_group_ids: ['${aws_security_group.ep.id}'],
    ...extra,
  });
  const gateway = {
    vpc_endpoint_type: 'Gateway',
    route_table_ids: ['${aws_route_table.private.id}'],
  };
  /** Endpoints instead of a NAT gateway. */
  const endpoints = (r: Resources): void => {
    delete r.aws_route!.private;
    r.aws_security_group!.ep = {
      ingress: [{ protocol: 'tcp', from_port: 443, to_port: 443, cidr_blocks: ['10.0.0.0/16'] }],
    };
    r.aws_vpc_endpoint = {
      api: endpoint('ecr.api'),
      dkr: endpoint('ecr.dkr'),
      logs: endpoint('logs'),
      s3: endpoint('s3', gateway),
    };
  };

  it('works through endpoints', () => {
    expect(problems(endpoints)).toEqual([]);
  });

  it.each<[string, (r: Resources) => unknown, RegExp]>([
    [
      'an endpoint is missing',
      (r) => delete r.aws_vpc_endpoint?.dkr,
      /^api -> ecr\.dkr:443 there is no endpoint for ecr\.dkr/,
    ],
    [
      'people may run commands, and an endpoint for that is missing',
      (r) => (block(r, 'aws_ecs_service', 'api').enable_execute_command = true),
      /^api -> ssmmessages:443 there is no endpoint for ssmmessages/,
    ],
    [
      'the endpoint has no private name',
      (r) => (block(r, 'aws_vpc_endpoint', 'logs').private_dns_enabled = false),
      /logs:443 .* answers to no private name/,
    ],
    [
      'the endpoint lets nobody in',
      (r) => (block(r, 'aws_security_group', 'ep').ingress = []),
      /do not let api reach aws_vpc_endpoint\.\w+ on port 443/,
    ],
    [
      'the gateway is in another table',
      (r) =>
        (block(r, 'aws_vpc_endpoint', 's3').route_table_ids = ['${aws_route_table.public.id}']),
      /s3:443 aws_vpc_endpoint\.s3 is not in the route table of aws_subnet\.private/,
    ],
    [
      'no rule leads to the gateway',
      (r) => (block(r, egress, 'api_out').cidr_ipv4 = '10.0.0.0/16'),
      /no rule lets api out to the prefix list of aws_vpc_endpoint\.s3/,
    ],
  ])('cannot work when %s', (_, change, message) => {
    const [first = ''] = problems((r) => {
      endpoints(r);
      change(r);
    });

    expect(first).toMatch(message);
  });

  it('cannot work without any way out', () => {
    const found = problems((r) => delete r.aws_route?.private);

    expect(found.filter((line) => line.startsWith('api'))).toEqual(
      ['ecr.api', 'ecr.dkr', 'logs', 's3'].map(
        (service) => expect.stringMatching(`^api -> ${service}:443 there is no endpoint`) as string,
      ),
    );
  });

  it('needs the secrets that it reads', () => {
    const found = problems((r) => {
      endpoints(r);
      const task = block(r, 'aws_ecs_task_definition', 'web');
      const [container] = JSON.parse(task.container_definitions as string) as [Block];
      container.secrets = [{ name: 'A', valueFrom: '${data.aws_secretsmanager_secret.a.arn}' }];
      task.container_definitions = JSON.stringify([container]);
    });

    expect(found).toEqual([expect.stringMatching(/^web -> secretsmanager:443/)]);
  });
});

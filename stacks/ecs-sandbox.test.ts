import { Testing, TerraformStack } from 'cdktf';
import { type SynthesizedStack, synthStack } from '../constructs/core/synth';
import { reviewStack } from '../constructs/review/review';
import { composeApp } from './app';
import { settingsFrom } from './settings';

const account = { SLIPWAY_AWS_ACCOUNT_ID: '123456789012' };

interface WithBackend {
  readonly terraform: { readonly backend: object };
}

/** One stack of the whole app. */
function stackOf(name: string, variables: Record<string, string> = account): SynthesizedStack {
  const app = composeApp(settingsFrom(variables), { outdir: Testing.app().outdir });
  const stack = app.node.findChild(name);
  if (!TerraformStack.isStack(stack)) throw new Error(`${name} is no stack`);
  return synthStack(app, stack);
}

describe('ecs-sandbox', () => {
  const stack = stackOf('ecs-sandbox');

  it('runs one task on Spot, on ARM, with an address of its own', () => {
    expect(stack.one('aws_ecs_service')).toMatchObject({
      desired_count: 1,
      capacity_provider_strategy: [{ capacity_provider: 'FARGATE_SPOT' }],
      network_configuration: { assign_public_ip: true },
      service_connect_configuration: { enabled: false },
    });
    expect(stack.one('aws_ecs_task_definition')).toMatchObject({
      cpu: '256',
      memory: '512',
      runtime_platform: { cpu_architecture: 'ARM64' },
      skip_destroy: false,
    });
  });

  it.each([
    'aws_lb',
    'aws_nat_gateway',
    'aws_vpc_endpoint',
    'aws_eip',
    'aws_appautoscaling_target',
    'aws_wafv2_web_acl',
    'aws_kms_key',
  ])('has nothing that is paid by the hour and not needed: no %s', (kind) => {
    expect(stack.counts()).not.toHaveProperty(kind);
  });

  it('lets nothing reach the task but the link of the API', () => {
    const ingress = stack.all('aws_vpc_security_group_ingress_rule');

    expect(ingress).toHaveLength(1);
    expect(ingress[0]).toMatchObject({ from_port: 8080, to_port: 8080 });
    expect(ingress[0]).not.toHaveProperty('cidr_ipv4');
  });

  it('keeps no log longer than a day and measures nothing that is paid', () => {
    const groups = stack.all('aws_cloudwatch_log_group');

    expect(groups.map(({ retention_in_days: days }) => days)).toEqual(groups.map(() => 1));
    expect(stack.one('aws_ecs_cluster').setting).toEqual([
      { name: 'containerInsights', value: 'disabled' },
    ]);
  });
});

describe('review of ecs-sandbox', () => {
  const graph = reviewStack({ ...stackOf('ecs-sandbox').json });
  const ends = (edges: typeof graph.edges) => edges.map(({ from, to }) => `${from} -> ${to}`);

  it('finds one way in, through the API, and nothing else', () => {
    expect(graph.edges).toEqual([
      expect.objectContaining({
        from: 'internet',
        to: 'sandbox-uptime',
        ports: { protocol: 'tcp', from: 8080, to: 8080 },
        through: 'sandbox-public:443',
        verdict: 'reachable',
      }),
    ]);
  });

  it('finds the way out that pulls the image, and nothing broken or unknown', () => {
    expect(ends(graph.exits)).toEqual(['sandbox-uptime -> internet']);
    expect(graph.broken).toEqual([]);
    expect(graph.unknowns).toEqual([]);
  });
});

describe('ecs-sandbox-registry', () => {
  it('goes with its images, which are apart from those of the system', () => {
    expect(stackOf('ecs-sandbox-registry').one('aws_ecr_repository')).toMatchObject({
      name: 'slipway-sandbox/uptime',
      force_delete: true,
    });
  });
});

describe.each(['ecs-sandbox-registry', 'ecs-sandbox'])('the state of %s', (name) => {
  const backend = (variables: Record<string, string>) =>
    (stackOf(name, variables).json as unknown as WithBackend).terraform.backend;

  it('lies on this machine unless the settings say otherwise', () => {
    expect(backend(account)).toEqual({ local: { path: `../../../terraform.${name}.tfstate` } });
  });

  it('lies in the bucket where the settings say so', () => {
    expect(backend({ ...account, SLIPWAY_SANDBOX_STATE: 's3' })).toMatchObject({
      s3: { bucket: 'slipway-state-123456789012', key: `${name}.tfstate`, use_lockfile: true },
    });
  });

  it('is refused without an account, and needs no domain', () => {
    const { json } = stackOf(name, {});

    expect(JSON.stringify(json)).toContain('Before deploying, set SLIPWAY_AWS_ACCOUNT_ID');
    expect(JSON.stringify(json)).not.toContain('SLIPWAY_DOMAIN');
    expect(stackOf(name).json).not.toHaveProperty('variable');
  });
});

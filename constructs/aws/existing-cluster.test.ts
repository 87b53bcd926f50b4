import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformVariable } from 'cdktf';
import { Construct } from 'constructs';
import { synth } from '../core/synth';
import { Cluster, type ICluster } from './cluster';
import { network, workload } from './cluster.fixture';
import type { ExistingClusterProps } from './existing-cluster';
import { FargateService } from './fargate-service';

const arns = {
  clusterArn: 'arn:aws:ecs:eu-west-1:123456789012:cluster/shared',
  namespaceArn: 'arn:aws:servicediscovery:eu-west-1:123456789012:namespace/ns-0123456789abcdef',
};
const sessions = {
  logGroupArn: 'arn:aws:logs:eu-west-1:123456789012:log-group:/ecs-exec/shared',
  keyArn: 'arn:aws:kms:eu-west-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef',
};

interface Setting {
  readonly region?: string;
  readonly accountIds?: string[];
}

function existing(props: Partial<ExistingClusterProps> = {}, { region, accountIds }: Setting = {}) {
  let cluster!: ICluster;
  const stack = synth((scope) => {
    if (region !== undefined) {
      new AwsProvider(scope, 'Aws', { region, allowedAccountIds: accountIds });
    }
    cluster = Cluster.fromArn(scope, 'Cluster', {
      ...{ network, environment: 'orders', ...arns },
      ...props,
    });
  });
  return { cluster, stack };
}

describe('Cluster.fromArn', () => {
  it('creates and reads nothing', () => {
    const { cluster, stack } = existing();

    expect(stack.json.resource).toBeUndefined();
    expect(stack.json.data).toBeUndefined();
    expect(cluster).toMatchObject({ ...arns, clusterName: 'shared', logRetentionDays: 30 });
  });

  it('runs services, which wait for no capacity providers', () => {
    const stack = synth((scope) => {
      const cluster = Cluster.fromArn(scope, 'Cluster', {
        ...{ network, environment: 'orders', ...arns },
      });
      const api = new FargateService(scope, 'Api', { cluster, workload });
      new FargateService(scope, 'Web', { cluster, workload }).connectTo(api);
    });

    expect(stack.counts()).not.toHaveProperty('aws_ecs_cluster');
    expect(stack.where('aws_ecs_service', 'name', 'orders-api')).toMatchObject({
      cluster: arns.clusterArn,
      service_connect_configuration: { namespace: arns.namespaceArn },
    });
    expect(JSON.stringify(stack.json)).not.toContain('capacity_providers.');
    expect(stack.all('aws_appautoscaling_target')[0]!.resource_id).toContain('service/shared/');
  });

  it('takes the name of a cluster out of an ARN that only Terraform knows', () => {
    const stack = synth((scope) => {
      const clusterArn = new TerraformVariable(scope, 'cluster', {}).stringValue;
      const cluster = Cluster.fromArn(scope, 'Cluster', {
        ...{ network, environment: 'orders', ...arns, clusterArn },
      });
      new FargateService(scope, 'Api', { cluster, workload });
    });

    expect(stack.one('aws_appautoscaling_target').resource_id).toMatch(
      /element\(split\("\/", var\.cluster\), 1\)/,
    );
  });

  it('notes the sessions of ECS Exec where the cluster does', () => {
    const stack = synth((scope) => {
      const cluster = Cluster.fromArn(scope, 'Cluster', {
        ...{ network, environment: 'orders', ...arns, execSessions: sessions },
      });
      new FargateService(scope, 'Api', { cluster, workload, exec: true });
    });

    const policy = stack.where('aws_iam_role_policy', 'name', 'application');
    expect(stack.policyStatements(policy)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ Sid: 'ExecDecrypt', Resource: [sessions.keyArn] }),
      ]),
    );
    expect(stack.counts()).not.toHaveProperty('aws_kms_key');
  });

  it('fails when a service has exec and nobody says where the sessions are noted', () => {
    const build = () =>
      synth((scope) => {
        const cluster = Cluster.fromArn(scope, 'Cluster', {
          ...{ network, environment: 'orders', ...arns },
        });
        new FargateService(scope, 'Api', { cluster, workload, exec: true });
      });

    expect(build).toThrow(/'exec' is set, but the cluster exists .* 'execSessions'/);
  });

  it.each<[Partial<ExistingClusterProps>, Setting, RegExp]>([
    [
      { clusterArn: 'shared' },
      {},
      /'clusterArn' must be the ARN of an ECS cluster, got 'shared'; write it like 'arn:aws:ecs:/,
    ],
    [
      { clusterArn: 'arn:aws:ecs:eu-west-1:123456789012:service/shared/web' },
      {},
      /'clusterArn' must be the ARN of an ECS cluster, got 'arn:aws:ecs:.*service\/shared\/web'/,
    ],
    [{ namespaceArn: arns.clusterArn }, {}, /'namespaceArn' must be the ARN of a Cloud Map/],
    [
      { execSessions: { ...sessions, logGroupArn: `${sessions.logGroupArn}:*` } },
      {},
      /'execSessions.logGroupArn' must be the ARN of a log group, without the ending of its/,
    ],
    [
      { namespaceArn: arns.namespaceArn.replace('eu-west-1', 'eu-west-2') },
      {},
      /'namespaceArn' must be in the region and account of 'clusterArn', got .*; copy both/,
    ],
    [
      {},
      { region: 'us-east-1' },
      /'clusterArn' must be in the region of the stack, which is 'us-east-1', got 'arn:.*'eu-west-1'/,
    ],
    [
      {},
      { region: 'eu-west-1', accountIds: ['210987654321'] },
      /'namespaceArn' must be in the account of the stack, which is '210987654321', got/,
    ],
    [{ environment: 'Orders' }, {}, /'environment' must start with a letter.* got 'Orders'/],
    [{ logRetentionDays: 31 }, {}, /'logRetentionDays' .* got 31/],
  ])('fails when the props are %j in %j', (props, setting, message) => {
    expect(() => existing(props, setting)).toThrow(message);
  });

  it('accepts what lies where the stack is deployed', () => {
    const setting = { region: 'eu-west-1', accountIds: ['123456789012'] };

    expect(() => existing({}, setting)).not.toThrow();
  });

  it('fails when two services of the stack want one name', () => {
    const { cluster } = existing();
    cluster.reserveName(new Construct(undefined as never, 'A'), 'api');

    expect(() => {
      cluster.reserveName(new Construct(undefined as never, 'B'), 'api');
    }).toThrow(/'name' must be unique in the cluster, got 'api' twice/);
  });
});

import { synth } from '../core/synth';
import { network, testCluster, workload } from './cluster.fixture';
import { container, service, synthOne } from './fargate-service.fixture';

describe('ECS Exec', () => {
  it('is off, and nothing of it is made', () => {
    const stack = synthOne();

    expect(stack.one('aws_ecs_service').enable_execute_command).toBe(false);
    expect(stack.one('aws_ecs_cluster')).not.toHaveProperty('configuration');
    expect(stack.all('aws_kms_key')).toEqual([]);
  });

  describe('of a service', () => {
    const stack = synthOne({ exec: true, workload: { ...workload, writablePaths: ['/data'] } });

    it('keeps the root read-only and lets the agent write its three directories', () => {
      const paths = ['/data', '/managed-agents', '/var/lib/amazon/ssm', '/var/log/amazon/ssm'];
      const { readonlyRootFilesystem, mountPoints, linuxParameters } = container(stack);

      expect(stack.one('aws_ecs_service').enable_execute_command).toBe(true);
      expect(readonlyRootFilesystem).toBe(true);
      expect(linuxParameters).toMatchObject({ initProcessEnabled: true });
      expect((mountPoints as { containerPath: string }[]).map((one) => one.containerPath)).toEqual(
        paths,
      );
      expect(stack.one('aws_ecs_task_definition').volume).toHaveLength(4);
    });

    it('allows the application the four channels, the log of the sessions and their key', () => {
      const policy = stack.where('aws_iam_role_policy', 'name', 'application');
      const allowed = stack.policyStatements(policy).filter(({ Effect }) => Effect === 'Allow');

      expect(allowed).toEqual([
        {
          Sid: 'ExecChannels',
          Effect: 'Allow',
          Action: [
            'ssmmessages:CreateControlChannel',
            'ssmmessages:CreateDataChannel',
            'ssmmessages:OpenControlChannel',
            'ssmmessages:OpenDataChannel',
          ],
          Resource: ['*'],
        },
        {
          Sid: 'ExecDecrypt',
          Effect: 'Allow',
          Action: ['kms:Decrypt'],
          Resource: [
            expect.stringMatching(/^\$\{aws_kms_key\.Cluster_ExecSessions_Key_\w+\.arn\}$/),
          ],
        },
        {
          Sid: 'ExecFindLog',
          Effect: 'Allow',
          Action: ['logs:DescribeLogGroups'],
          Resource: ['*'],
        },
        {
          Sid: 'ExecWriteLog',
          Effect: 'Allow',
          Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
          Resource: [
            expect.stringMatching(
              /^\$\{aws_cloudwatch_log_group\.Cluster_ExecSessions_\w+\.arn\}:\*$/,
            ),
          ],
        },
      ]);
    });

    it('gives the execution role nothing of it', () => {
      const policy = stack.where('aws_iam_role_policy', 'name', 'start-tasks').policy;

      expect(policy).not.toContain('ssmmessages');
    });

    it('logs every session, encrypted on the way and at rest', () => {
      const key = expect.stringMatching(/^\$\{aws_kms_key\./) as string;

      expect(stack.one('aws_ecs_cluster').configuration).toEqual({
        execute_command_configuration: {
          kms_key_id: key,
          logging: 'OVERRIDE',
          log_configuration: {
            cloud_watch_encryption_enabled: true,
            cloud_watch_log_group_name: expect.stringContaining(
              'aws_cloudwatch_log_group',
            ) as string,
          },
        },
      });
      expect(stack.where('aws_cloudwatch_log_group', 'name', '/ecs-exec/prod')).toMatchObject({
        kms_key_id: key,
        retention_in_days: 30,
      });
    });

    it('lets CloudWatch Logs use the key for this one group', () => {
      const key = stack.one('aws_kms_key');
      const [, logs] = stack.policyStatements(key);

      expect(key).toMatchObject({ enable_key_rotation: true });
      expect(logs?.Condition).toEqual({
        ArnEquals: {
          'kms:EncryptionContext:aws:logs:arn': expect.stringMatching(
            /^arn:.*:logs:.*:log-group:\/ecs-exec\/prod$/,
          ) as string,
        },
      });
    });
  });

  it('has one key and one log for all services of a cluster, in whatever order', () => {
    const both = (ids: readonly string[]) =>
      synth((scope) => {
        const cluster = testCluster(scope);
        for (const id of ids) service(scope, id, { cluster, exec: true });
      });

    expect(both(['A', 'B']).counts()).toMatchObject({
      aws_kms_key: 1,
      aws_cloudwatch_log_group: 3,
    });
    expect(JSON.stringify(both(['B', 'A']).json)).toBe(JSON.stringify(both(['A', 'B']).json));
  });

  describe('in a network without a way to the internet', () => {
    const image = Object.assign(Object.create(workload.image) as typeof workload.image, {
      source: {
        kind: 'registry' as const,
        reference: `123456789012.dkr.ecr.eu-west-1.amazonaws.com/api@sha256:${'1'.repeat(64)}`,
      },
    });
    const within = (...more: readonly string[]) =>
      synth((scope) => {
        const reachable = ['ecr.api', 'ecr.dkr', 'logs', ...more];
        const cluster = testCluster(scope, { network: { ...network, reachable } });
        service(scope, 'Api', { cluster, exec: true, workload: { ...workload, image } });
      });

    it('fails when the endpoints of its agent are missing', () => {
      expect(() => within()).toThrow(
        /'exec' is set, but the network has no endpoint for ssmmessages and kms; add them to Egress.endpoints/,
      );
      expect(() => within('kms')).toThrow(
        /no endpoint for ssmmessages; add it to Egress.endpoints/,
      );
    });

    it('works with both', () => {
      expect(within('kms', 'ssmmessages').all('aws_ecs_service')).toHaveLength(1);
    });
  });
});

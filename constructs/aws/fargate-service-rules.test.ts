import { Image } from '../core/image';
import { Secret } from '../core/secret';
import { synth } from '../core/synth';
import { network, testCluster, workload } from './cluster.fixture';
import { type Changes, service, synthOne } from './fargate-service.fixture';
import { Scaling } from './scaling';
import { SecretStore } from './secret-store';

describe('a FargateService', () => {
  it.each<[string, Changes, RegExp]>([
    ['a size Fargate lacks', { vcpu: 3 }, /'vcpu' must be one of .*got 3/],
    [
      'memory that does not go with it',
      { memoryMiB: 4096 },
      /'memoryMiB' must be 512, 1024 or 2048/,
    ],
    ['a name that is none', { name: 'Users API' }, /'name' must start with a letter/],
    [
      'a name too long for the cloud',
      { name: 'a'.repeat(60) },
      /'name' makes the IAM role name 'prod-a+-execution', which has 75 characters of at most 64/,
    ],
    ['a broken workload', { workload: { ...workload, user: 0 } }, /'user' must be .* got 0/],
    ['no tasks', { scaling: Scaling.fixed(0) }, /'scaling' must keep at least 1 task, got 0/],
    [
      'bounds the wrong way round',
      { scaling: Scaling.cpu({ minTasks: 5, maxTasks: 2 }) },
      /'maxTasks' of at least 'minTasks', got 2 and 5/,
    ],
    [
      'a target that leaves no room',
      { scaling: Scaling.cpu({ targetPercent: 99 }) },
      /'targetPercent' from 10 to 90, got 99/,
    ],
    [
      'a target that is no number',
      { scaling: Scaling.cpu({ targetPercent: NaN }) },
      /'targetPercent' from 10 to 90, got NaN/,
    ],
    ['half a task', { scaling: Scaling.cpu({ maxTasks: 2.5 }) }, /at most 5000 tasks, .* got 2.5/],
    [
      'more tasks than ECS runs',
      { scaling: Scaling.fixed(5001) },
      /'scaling' may have at most 5000 tasks, in whole numbers, got 5001/,
    ],
    [
      'two paths with one volume',
      { workload: { ...workload, writablePaths: ['/a/b', '/a-b'] } },
      /'workload.writablePaths' has '\/a-b', whose volume would be called 'a-b'/,
    ],
    [
      'a stop that takes longer than Fargate waits',
      { workload: { ...workload, shutdownSeconds: 121 } },
      /'shutdownSeconds' must be a whole number from 1 to 120, got 121/,
    ],
    ['an endless request', { timeoutSeconds: 4000 }, /'timeoutSeconds' .* got 4000/],
    [
      'a request that outlives its connection',
      { timeoutSeconds: 71 },
      /'timeoutSeconds' may be at most 70, 5 less than 'workload.keepAliveSeconds' \(75\), got 71/,
    ],
    [
      'a secret without a store',
      { workload: { ...workload, secrets: { KEY: Secret.named('key') } } },
      /'workload.secrets' has KEY, but the cluster has no 'secrets'/,
    ],
  ])('fails when it has %s', (_, changes, message) => {
    expect(() => synthOne(changes)).toThrow(message);
  });

  it('never scales by requests per target, which blue/green has two groups for', () => {
    // @ts-expect-error -- a target is a CPU utilization and nothing else
    const scaling = Scaling.cpu({ requestsPerTarget: 100 });

    expect(synthOne({ scaling }).one('aws_appautoscaling_policy')).toMatchObject({
      target_tracking_scaling_policy_configuration: {
        predefined_metric_specification: {
          predefined_metric_type: 'ECSServiceAverageCPUUtilization',
        },
      },
    });
    expect(Object.getOwnPropertyNames(Scaling)).toEqual(
      expect.not.arrayContaining(['requests', 'requestsPerTarget']),
    );
  });

  it.each([
    [64, 'prod'],
    [64, 'a'],
  ])('takes a name whose role has %d characters in %s, and none that is longer', (most, prefix) => {
    const build = (length: number) =>
      synth((scope) => {
        const cluster = testCluster(scope, { environment: prefix });
        const name = 'a'.repeat(length - `${prefix}--execution`.length);
        service(scope, 'Api', { cluster, name });
      });

    expect(() => build(most)).not.toThrow();
    expect(() => build(most + 1)).toThrow(
      /'name' makes the IAM role name .* 65 characters of at most 64; shorten the service's/,
    );
  });

  describe('in a network without a way to the internet', () => {
    const endpoints = { ...network, reachable: ['ecr.api', 'ecr.dkr', 'logs'] };
    const image = Image.fromRegistry(
      `123456789012.dkr.ecr.eu-west-1.amazonaws.com/api@sha256:${'1'.repeat(64)}`,
    );

    it('fails when it cannot reach its registry or its secrets', () => {
      const secrets = { KEY: Secret.named('key') };

      expect(() =>
        synth((scope) => {
          const store = new SecretStore(scope, 'Secrets', { prefix: 'prod' });
          const cluster = testCluster(scope, { network: endpoints, secrets: store });
          service(scope, 'Api', { cluster, workload: { ...workload, secrets } });
        }),
      ).toThrow(/no endpoint for secretsmanager.*\n.*comes from 'registry.example.org/);
    });

    it('runs an image of ECR', () => {
      const stack = synth((scope) => {
        const cluster = testCluster(scope, { network: endpoints });
        service(scope, 'Api', { cluster, workload: { ...workload, image } });
      });

      expect(stack.all('aws_ecs_service')).toHaveLength(1);
    });
  });
});

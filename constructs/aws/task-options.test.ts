import { Image } from '../core/image';
import { Secret } from '../core/secret';
import { synth } from '../core/synth';
import { testCluster, workload } from './cluster.fixture';
import { type Changes, container, service, synthOne } from './fargate-service.fixture';
import { SecretStore } from './secret-store';

const repositoryCredentials = Secret.named('registry-login');

/** A service whose cluster has a store. */
const withStore = (changes: Changes) =>
  synth((scope) => {
    const secrets = new SecretStore(scope, 'Secrets', { prefix: 'prod' });
    service(scope, 'Api', { ...changes, cluster: testCluster(scope, { secrets }) });
  });

describe('a task on Fargate', () => {
  it('has what Fargate includes unless told otherwise', () => {
    const stack = synthOne();

    expect(stack.one('aws_ecs_task_definition')).not.toHaveProperty('ephemeral_storage');
    expect(container(stack)).not.toHaveProperty('ulimits');
    expect(container(stack)).not.toHaveProperty('repositoryCredentials');
  });

  it('has a larger disk and more open files', () => {
    const stack = synthOne({ ephemeralStorageGiB: 50, openFiles: 200_000 });

    expect(stack.one('aws_ecs_task_definition').ephemeral_storage).toEqual({ size_in_gib: 50 });
    expect(container(stack).ulimits).toEqual([
      { name: 'nofile', softLimit: 200_000, hardLimit: 200_000 },
    ]);
  });

  it('pulls with a login that its execution role may read, and nothing else', () => {
    const stack = withStore({ repositoryCredentials });
    const arn = '${data.aws_secretsmanager_secret.';

    expect(container(stack).repositoryCredentials).toEqual({
      credentialsParameter: expect.stringContaining(arn) as unknown,
    });
    const policies = stack.all('aws_iam_role_policy');
    const starting = policies.find(({ name }) => name === 'start-tasks')!;
    expect(stack.policyStatements(starting)).toContainEqual({
      Sid: 'ReadSecrets',
      Effect: 'Allow',
      Action: ['secretsmanager:GetSecretValue'],
      Resource: [expect.stringContaining(arn)],
    });
    expect(container(stack).secrets).toEqual([]);
  });

  it.each<[string, Changes, RegExp]>([
    [
      'a disk that is included',
      { ephemeralStorageGiB: 20 },
      /'ephemeralStorageGiB' must be a whole number from 21 to 200, got 20/,
    ],
    ['a disk too large', { ephemeralStorageGiB: 201 }, /'ephemeralStorageGiB' must be .* got 201/],
    ['too few open files', { openFiles: 100 }, /'openFiles' must be a whole number from 1024/],
    [
      'a login without a store',
      { repositoryCredentials },
      /'repositoryCredentials' has registry-login, but the cluster has no 'secrets'/,
    ],
  ])('fails when it has %s', (_, changes, message) => {
    expect(() => synthOne(changes)).toThrow(message);
  });

  it('fails when it has a login for ECR', () => {
    const image = Image.fromRegistry(
      `123456789012.dkr.ecr.eu-west-1.amazonaws.com/api@sha256:${'1'.repeat(64)}`,
    );

    expect(() => withStore({ repositoryCredentials, workload: { ...workload, image } })).toThrow(
      /'repositoryCredentials' are set, but 'workload.image' is pulled from ECR/,
    );
  });
});

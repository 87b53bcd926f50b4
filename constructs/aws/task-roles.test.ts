import { Secret } from '../core/secret';
import { synth } from '../core/synth';
import { testCluster, workload } from './cluster.fixture';
import { container, service, synthOne } from './fargate-service.fixture';
import { SecretStore } from './secret-store';

describe('the roles of a task', () => {
  const image = {
    reference: 'x@sha256:1',
    repositoryArn: 'arn:aws:ecr:us-east-1:1:repository/slipway/api',
    precondition: { condition: '${true}', errorMessage: 'build it' },
  };

  it('start tasks with exact ARNs and leave the application nothing', () => {
    const stack = synth((scope) => {
      const cluster = testCluster(scope, {
        secrets: new SecretStore(scope, 'S', { prefix: 'prod' }),
      });
      const secrets = { KEY: Secret.named('session-key') };
      const reference = `123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/api@sha256:${'1'.repeat(64)}`;
      const source = { kind: 'registry' as const, reference };
      const ecrImage = Object.assign(Object.create(workload.image) as typeof workload.image, {
        source,
      });
      service(scope, 'Api', { cluster, workload: { ...workload, image: ecrImage, secrets } });
    });
    const execution = stack.where('aws_iam_role_policy', 'name', 'start-tasks');
    const task = stack.where('aws_iam_role_policy', 'name', 'application');

    expect(stack.policyStatements(execution)).toEqual([
      {
        Sid: 'WriteLogs',
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: [expect.stringMatching(/^\$\{aws_cloudwatch_log_group\.\w+\.arn\}:\*$/)],
      },
      {
        Sid: 'LogInToRegistry',
        Effect: 'Allow',
        Action: ['ecr:GetAuthorizationToken'],
        Resource: ['*'],
      },
      {
        Sid: 'PullImage',
        Effect: 'Allow',
        Action: [
          'ecr:BatchCheckLayerAvailability',
          'ecr:BatchGetImage',
          'ecr:GetDownloadUrlForLayer',
        ],
        Resource: ['arn:aws:ecr:eu-west-1:123456789012:repository/team/api'],
      },
      {
        Sid: 'ReadSecrets',
        Effect: 'Allow',
        Action: ['secretsmanager:GetSecretValue'],
        Resource: [expect.stringMatching(/^\$\{data\.aws_secretsmanager_secret\.\w+\.arn\}$/)],
      },
    ]);
    expect(stack.policyStatements(task)).toEqual([
      { Sid: 'NeverIam', Effect: 'Deny', Action: ['iam:*'], Resource: ['*'] },
    ]);
    expect(container(stack).secrets).toEqual([
      {
        name: 'KEY',
        valueFrom: expect.stringContaining('data.aws_secretsmanager_secret') as string,
      },
    ]);
  });

  it('may decrypt secrets with the key of their store, and with no other', () => {
    const kmsKeyArn = 'arn:aws:kms:us-east-1:123456789012:key/1';
    const stack = synth((scope) => {
      const store = new SecretStore(scope, 'Secrets', { prefix: 'prod', kmsKeyArn });
      const cluster = testCluster(scope, { secrets: store });
      service(scope, 'Api', {
        cluster,
        workload: { ...workload, secrets: { KEY: Secret.named('key') } },
      });
    });

    expect(
      stack.policyStatements(stack.where('aws_iam_role_policy', 'name', 'start-tasks')),
    ).toContainEqual({
      Sid: 'DecryptSecrets',
      Effect: 'Allow',
      Action: ['kms:Decrypt'],
      Resource: [kmsKeyArn],
    });
  });

  it('are taken by tasks of this account only', () => {
    const stack = synthOne();
    const [statement] = stack.policyStatements(stack.all('aws_iam_role')[0]!, 'assume_role_policy');

    expect(statement).toMatchObject({
      Principal: { Service: 'ecs-tasks.amazonaws.com' },
      Condition: {
        StringEquals: { 'aws:SourceAccount': expect.stringContaining('account_id') as string },
        ArnLike: { 'aws:SourceArn': expect.stringMatching(/^arn:.*:ecs:.*:\*$/) as string },
      },
    });
  });

  it('get what is granted to the application', () => {
    const stack = synth((scope) => {
      const actions = ['s3:GetObject'];
      service(scope, 'Api').grant({ sid: 'ReadPages', actions, resources: ['arn:aws:s3:::b/*'] });
    });
    const task = stack.where('aws_iam_role_policy', 'name', 'application');

    expect(stack.policyStatements(task)[0]).toEqual({
      Sid: 'ReadPages',
      Effect: 'Allow',
      Action: ['s3:GetObject'],
      Resource: ['arn:aws:s3:::b/*'],
    });
  });

  it.each([
    ['a sid that IAM refuses', { sid: 'Read pages' }, /'sid' must hold letters and digits only/],
    ['a sid that is taken', { sid: 'Taken' }, /'sid' 'Taken' was granted before/],
    ['no action', { actions: [] }, /'actions' of the grant 'Read' are none/],
    ['no resource', { resources: [] }, /'resources' of the grant 'Read' are none/],
  ])('fail when a grant has %s', (_, changes, message) => {
    const grant = { sid: 'Read', actions: ['s3:GetObject'], resources: ['arn:aws:s3:::b/*'] };

    expect(() =>
      synth((scope) => {
        const api = service(scope, 'Api');
        api.grant({ ...grant, sid: 'Taken' });
        api.grant({ ...grant, ...changes });
      }),
    ).toThrow(message);
  });

  it('wait for an image of the registry', () => {
    const registry = { imageOf: () => image };
    const folderImage = Object.assign(Object.create(workload.image) as typeof workload.image, {
      source: {
        kind: 'folder' as const,
        folder: 'services/api',
        buildArguments: {},
        target: undefined,
      },
    });
    const stack = synth((scope) => {
      const cluster = testCluster(scope, { registry });
      service(scope, 'Api', { cluster, workload: { ...workload, image: folderImage } });
    });

    expect(container(stack).image).toBe('x@sha256:1');
    expect(stack.one('aws_ecs_task_definition').lifecycle).toMatchObject({
      precondition: [{ condition: '${true}', error_message: 'build it' }],
    });
  });
});

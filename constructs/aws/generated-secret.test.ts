import { Secret } from '../core/secret';
import { synth } from '../core/synth';
import { Cache } from './cache';
import { testCluster, workload } from './cluster.fixture';
import { FargateService } from './fargate-service';
import { container } from './fargate-service.fixture';
import { GeneratedSecret, type GeneratedSecretProps } from './generated-secret';
import { SecretStore, type SecretStoreProps } from './secret-store';

interface WithEphemeral {
  readonly ephemeral: Readonly<Record<string, Readonly<Record<string, object>>>>;
}

function generated(props: Partial<GeneratedSecretProps> = {}) {
  return synth((stack) => {
    new GeneratedSecret(stack, 'Key', { name: 'prod/session-key', ...props });
  });
}

/** The one ephemeral resource. */
function drawn(stack: ReturnType<typeof generated>) {
  const { ephemeral } = stack.json as unknown as WithEphemeral;
  const [[name, block] = []] = Object.entries(ephemeral.aws_secretsmanager_random_password ?? {});
  return { name, block };
}

describe('GeneratedSecret', () => {
  const stack = generated();

  it('is an entry with one version, whose value is passed on and forgotten', () => {
    const { name, block } = drawn(stack);

    expect(stack.counts()).toEqual({
      aws_secretsmanager_secret: 1,
      aws_secretsmanager_secret_version: 1,
    });
    expect(block).toEqual({
      password_length: 40,
      exclude_punctuation: true,
      exclude_lowercase: false,
      exclude_uppercase: false,
      exclude_numbers: false,
      include_space: false,
      require_each_included_type: true,
    });
    expect(stack.one('aws_secretsmanager_secret_version')).toEqual({
      secret_id: expect.stringMatching(/^\$\{aws_secretsmanager_secret\.\w+\.id\}$/) as string,
      secret_string_wo: `\${ephemeral.aws_secretsmanager_random_password.${name}.random_password}`,
      secret_string_wo_version: 1,
    });
  });

  it('can be restored for 30 days', () => {
    expect(stack.one('aws_secretsmanager_secret')).toMatchObject({
      name: 'prod/session-key',
      recovery_window_in_days: 30,
      tags: { Name: 'prod/session-key' },
    });
  });

  it('takes another length, version, recovery and key', () => {
    const kmsKeyArn = 'arn:aws:kms:eu-west-1:123456789012:key/1';
    const other = generated({ length: 64, version: 3, recoveryDays: 0, kmsKeyArn });

    expect(drawn(other).block).toMatchObject({ password_length: 64 });
    expect(other.one('aws_secretsmanager_secret_version').secret_string_wo_version).toBe(3);
    expect(other.one('aws_secretsmanager_secret')).toMatchObject({
      recovery_window_in_days: 0,
      kms_key_id: kmsKeyArn,
    });
  });

  it.each<[Partial<GeneratedSecretProps>, RegExp]>([
    [{ name: 'session key' }, /'name' may have .* got 'session key'; use for example/],
    [{ length: 15 }, /'length' must be a whole number from 16 to 128, got 15/],
    [{ length: 129 }, /'length' must be .* got 129/],
    [{ version: 0 }, /'version' must be a whole number from 1 .* got 0; raise it by one/],
    [{ version: 1.5 }, /'version' must be .* got 1.5/],
    [{ recoveryDays: 6 }, /'recoveryDays' must be 0 or a whole number from 7 to 30, got 6/],
  ])('fails when the props are %j', (props, message) => {
    expect(() => generated(props)).toThrow(message);
  });
});

describe('SecretStore with generated secrets', () => {
  const withStore = (props: Partial<SecretStoreProps>) =>
    synth((scope) => {
      const secrets = new SecretStore(scope, 'Secrets', { prefix: 'prod', ...props });
      const cluster = testCluster(scope, { secrets });
      const api = new FargateService(scope, 'Api', {
        cluster,
        workload: { ...workload, secrets: { SESSION_KEY: Secret.named('session-key') } },
      });
      api.connectTo(new Cache(scope, 'Cache', { cluster }));
    });
  const generatedBoth = { 'session-key': {}, 'cache-password': { version: 2 } };
  const version = String.raw`aws_secretsmanager_secret_version\.\w+`;
  const stack = withStore({ generated: generatedBoth });

  it('looks no entry up', () => {
    expect(stack.data('aws_secretsmanager_secret')).toEqual([]);
    expect(stack.all('aws_secretsmanager_secret').map(({ name }) => name)).toEqual(
      expect.arrayContaining(['prod/session-key', 'prod/cache-password']),
    );
  });

  it('makes containers read the version, so that a new value starts them anew', () => {
    const { secrets } = container(stack);
    const reference = new RegExp(`^\\$\\{${version}\\.arn\\}:::\\$\\{${version}\\.version_id\\}$`);

    expect(secrets).toEqual([
      { name: 'REDIS_PASSWORD', valueFrom: expect.stringMatching(reference) as string },
      { name: 'SESSION_KEY', valueFrom: expect.stringMatching(reference) as string },
    ]);
  });

  it('grants the entries, and no version of them', () => {
    const policy = stack.where('aws_iam_role_policy', 'name', 'start-tasks');
    const read = stack.policyStatements(policy).find(({ Sid }) => Sid === 'ReadSecrets');

    expect(read?.Resource).toHaveLength(2);
    for (const arn of read?.Resource ?? [])
      expect(arn).toMatch(RegExp(`^\\$\\{${version}\\.arn\\}$`));
  });

  it('lets CloudFormation read the version that the callers read', () => {
    const { template_body: template } = stack.one('aws_cloudformation_stack');
    const { secrets } = container(stack) as { secrets: { valueFrom: string }[] };
    const [arn, versionId] = secrets[0]!.valueFrom.split(':::');

    expect(template).toContain(`{{resolve:secretsmanager:${arn}:SecretString:::${versionId}}}`);
  });

  it('leaves entries that exist to those who made them', () => {
    const mixed = withStore({ generated: { 'cache-password': {} } });

    expect(mixed.data('aws_secretsmanager_secret').map(({ name }) => name)).toEqual([
      'prod/session-key',
    ]);
    expect(container(mixed).secrets).toEqual(
      expect.arrayContaining([
        {
          name: 'SESSION_KEY',
          valueFrom: expect.stringMatching(
            /^\$\{data\.aws_secretsmanager_secret\.\w+\.arn\}$/,
          ) as string,
        },
      ]),
    );
  });

  it('makes two entries of two names that differ in little', () => {
    const both = withStore({ generated: { 'a-1': {}, a1: {} } });

    expect(both.all('aws_secretsmanager_secret').map(({ name }) => name)).toEqual(
      expect.arrayContaining(['prod/a-1', 'prod/a1']),
    );
  });

  it('fails on a name that Secrets Manager cannot have', () => {
    expect(() => withStore({ generated: { 'session key': {} } })).toThrow(
      /'generated' needs names of at most 250 letters.*got 'session key'/,
    );
  });

  it('renders the same bytes again', () => {
    const json = () => JSON.stringify(withStore({ generated: generatedBoth }).json);

    expect(json()).toBe(json());
  });
});

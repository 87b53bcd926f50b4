import { Token, type TerraformStack } from 'cdktf';
import { Secret } from '../core/secret';
import { synth } from '../core/synth';
import { Cache, type CacheProps } from './cache';
import { network, testCluster, workload } from './cluster.fixture';
import type { Cluster } from './cluster';
import { container, service } from './fargate-service.fixture';
import type { FargateService } from './fargate-service';
import { SecretStore } from './secret-store';

type Build = (scope: TerraformStack, cluster: Cluster, api: FargateService) => void;

/** One service, and what a test adds to it. */
function synthWith(build: Build) {
  return synth((scope) => {
    const secrets = new SecretStore(scope, 'Secrets', { prefix: 'prod' });
    const cluster = testCluster(scope, { secrets });
    build(scope, cluster, service(scope, 'Api', { cluster }));
  });
}

/** That service with a cache. */
function withCache(props: Partial<CacheProps> = {}) {
  return synthWith((scope, cluster, api) => {
    api.connectTo(new Cache(scope, 'Cache', { cluster, ...props }), ({ url }) => ({
      REDIS_URL: url,
    }));
  });
}

/** The template that CloudFormation gets. */
function template(stack: ReturnType<typeof withCache>) {
  return JSON.parse(stack.one('aws_cloudformation_stack').template_body as string) as {
    readonly Resources: Readonly<Record<string, { readonly Properties: Record<string, unknown> }>>;
  };
}

describe('Cache', () => {
  describe('with only what is required', () => {
    const stack = withCache();

    it('makes exactly these resources for the cache', () => {
      expect(stack.counts()).toMatchObject({
        aws_cloudformation_stack: 1,
        aws_elasticache_parameter_group: 1,
        aws_elasticache_replication_group: 1,
        aws_elasticache_subnet_group: 1,
        aws_security_group: 2,
        aws_vpc_security_group_egress_rule: 2,
        aws_vpc_security_group_ingress_rule: 1,
      });
    });

    it('writes every setting out: two zones, encrypted at rest and on the way, snapshots', () => {
      expect(stack.one('aws_elasticache_replication_group')).toEqual({
        replication_group_id: 'prod-cache',
        description: 'Cache prod-cache',
        engine: 'valkey',
        engine_version: '8.1',
        cluster_mode: 'disabled',
        node_type: 'cache.t4g.micro',
        num_cache_clusters: 2,
        automatic_failover_enabled: true,
        multi_az_enabled: true,
        data_tiering_enabled: false,
        port: 6379,
        network_type: 'ipv4',
        ip_discovery: 'ipv4',
        subnet_group_name: expect.stringContaining('aws_elasticache_subnet_group') as string,
        parameter_group_name: expect.stringContaining('aws_elasticache_parameter_group') as string,
        security_group_ids: [expect.stringContaining('Cache_SecurityGroup') as string],
        at_rest_encryption_enabled: 'true',
        transit_encryption_enabled: true,
        transit_encryption_mode: 'required',
        user_group_ids: ['prod-cache'],
        snapshot_retention_limit: 7,
        snapshot_window: '03:00-04:00',
        maintenance_window: 'sun:05:00-sun:06:00',
        auto_minor_version_upgrade: 'false',
        lifecycle: { prevent_destroy: true },
        apply_immediately: true,
        tags: { Name: 'prod-cache' },
        depends_on: [expect.stringMatching(/^aws_cloudformation_stack\./)],
      });
    });

    it('refuses what does not fit, and stands in the private subnets', () => {
      expect(stack.one('aws_elasticache_parameter_group')).toMatchObject({
        family: 'valkey8',
        parameter: [{ name: 'maxmemory-policy', value: 'noeviction' }],
      });
      expect(stack.one('aws_elasticache_subnet_group')).toMatchObject({
        subnet_ids: ['subnet-3', 'subnet-4'],
      });
    });

    it('has one user without administration commands, whose password is only referred to', () => {
      const { User, UserGroup } = template(stack).Resources;

      expect(User?.Properties).toEqual({
        UserId: 'prod-cache-default',
        UserName: 'default',
        Engine: 'valkey',
        AccessString: 'on ~* &* +@all -@dangerous +info',
        Passwords: [
          expect.stringMatching(
            /^\{\{resolve:secretsmanager:\$\{data\.aws_secretsmanager_secret\.\w+\.arn\}:SecretString\}\}$/,
          ),
        ],
      });
      expect(UserGroup?.Properties).toEqual({
        UserGroupId: 'prod-cache',
        Engine: 'valkey',
        UserIds: [{ Ref: 'User' }],
      });
    });

    it('puts no password where Terraform would keep it', () => {
      const text = JSON.stringify(stack.json);

      expect(stack.data('aws_secretsmanager_secret')).toEqual([{ name: 'prod/cache-password' }]);
      for (const kind of [
        'aws_secretsmanager_secret_version',
        'aws_elasticache_user',
        'auth_token',
      ]) {
        expect(text).not.toContain(`"${kind}"`);
      }
      expect(text).not.toContain('random_password');
    });

    it('lets in its caller alone, on one port, at both ends', () => {
      const port = { from_port: 6379, to_port: 6379, ip_protocol: 'tcp' };

      expect(stack.one('aws_vpc_security_group_ingress_rule')).toMatchObject({
        ...port,
        security_group_id: expect.stringContaining('Cache_SecurityGroup') as string,
        referenced_security_group_id: expect.stringContaining('Api_SecurityGroup') as string,
      });
      expect(stack.where('aws_vpc_security_group_egress_rule', 'from_port', 6379)).toMatchObject({
        ...port,
        security_group_id: expect.stringContaining('Api_SecurityGroup') as string,
      });
    });

    it('tells its caller a URL with TLS, and the password as a secret', () => {
      expect(container(stack)).toMatchObject({
        environment: [
          { name: 'PORT', value: '8080' },
          {
            name: 'REDIS_URL',
            value: expect.stringMatching(
              /^rediss:\/\/\$\{aws_elasticache_replication_group\.\w+\.primary_endpoint_address\}:6379$/,
            ) as string,
          },
        ],
        secrets: [
          {
            name: 'REDIS_PASSWORD',
            valueFrom: expect.stringMatching(/data\.aws_secretsmanager_secret/) as string,
          },
        ],
      });
    });

    it('lets the start of its caller read that secret and nothing else', () => {
      const role = stack.where('aws_iam_role_policy', 'name', 'start-tasks');

      expect(stack.policyStatements(role)).toContainEqual({
        Sid: 'ReadSecrets',
        Effect: 'Allow',
        Action: ['secretsmanager:GetSecretValue'],
        Resource: [expect.stringMatching(/^\$\{data\.aws_secretsmanager_secret\.\w+\.arn\}$/)],
      });
    });

    it('starts its caller afterwards and leaves its scaling alone', () => {
      expect(stack.one('aws_ecs_service')).toMatchObject({
        deployment_maximum_percent: 200,
        depends_on: expect.arrayContaining([
          expect.stringMatching(/^aws_elasticache_replication_group\./),
        ]) as unknown,
      });
    });
  });

  it('may have other sizes, a key, and a password of another name and version', () => {
    const stack = withCache({
      nodes: 1,
      nodeType: 'cache.r7g.large',
      snapshotRetentionDays: 0,
      kmsKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/1',
      password: Secret.named('valkey'),
      passwordVariable: 'VALKEY_PASSWORD',
      passwordVersion: '01234567-89ab-cdef-0123-456789abcdef',
    });

    expect(stack.one('aws_elasticache_replication_group')).toMatchObject({
      num_cache_clusters: 1,
      automatic_failover_enabled: false,
      multi_az_enabled: false,
      node_type: 'cache.r7g.large',
      snapshot_retention_limit: 0,
      kms_key_id: 'arn:aws:kms:eu-west-1:123456789012:key/1',
    });
    expect(stack.data('aws_secretsmanager_secret')).toEqual([{ name: 'prod/valkey' }]);
    expect(container(stack).secrets).toMatchObject([{ name: 'VALKEY_PASSWORD' }]);
    expect(template(stack).Resources.User?.Properties.Passwords).toEqual([
      expect.stringMatching(/:SecretString:::01234567-89ab-cdef-0123-456789abcdef\}\}$/),
    ]);
  });

  describe('while its password changes', () => {
    const changing = (version: number, props: Partial<CacheProps> = {}) =>
      synth((scope) => {
        const generated = { 'cache-password': { version } };
        const secrets = new SecretStore(scope, 'Secrets', { prefix: 'prod', generated });
        const cluster = testCluster(scope, { secrets });
        const cache = new Cache(scope, 'Cache', { cluster, ...props });
        service(scope, 'Api', { cluster }).connectTo(cache);
      });
    const arn = /\{\{resolve:secretsmanager:\$\{aws_secretsmanager_secret_version\.\w+\.arn\}/
      .source;
    const newest = expect.stringMatching(
      new RegExp(`^${arn}:SecretString:::\\$\\{aws_secretsmanager_secret_version\\..*\\}\\}$`),
    ) as string;

    it('takes the one before too, by the label that Secrets Manager moves', () => {
      const stack = changing(2, { acceptsPreviousPassword: true });

      expect(template(stack).Resources.User?.Properties.Passwords).toEqual([
        newest,
        expect.stringMatching(new RegExp(`^${arn}:SecretString::AWSPREVIOUS\\}\\}$`)),
      ]);
    });

    it('takes the newest alone where nothing is said, or that it is over', () => {
      for (const props of [{}, { acceptsPreviousPassword: false }]) {
        expect(template(changing(2, props)).Resources.User?.Properties.Passwords).toEqual([newest]);
      }
    });

    it('tells its callers the newest in any case', () => {
      const told = (props: Partial<CacheProps>) => container(changing(2, props)).secrets;

      expect(told({ acceptsPreviousPassword: true })).toEqual(told({}));
    });

    it('may have a password that somebody else made, of which there may be one before', () => {
      const stack = withCache({ acceptsPreviousPassword: true });

      expect(template(stack).Resources.User?.Properties.Passwords).toHaveLength(2);
    });

    it('fails at the first password, which has none before', () => {
      expect(() => changing(1, { acceptsPreviousPassword: true })).toThrow(
        /'acceptsPreviousPassword' is true, but 'cache-password' is at its first version .*; raise/,
      );
    });
  });

  it('may be shared, and leaves no trace of the order of its callers', () => {
    const inOrder = (reversed: boolean) =>
      synthWith((scope, cluster, api) => {
        const cache = new Cache(scope, 'Cache', { cluster });
        const secrets = { SESSION_KEY: Secret.named('session-key') };
        const web = service(scope, 'Web', { cluster, workload: { ...workload, secrets } });
        const callers = reversed ? [web, api] : [api, web];
        for (const caller of callers) caller.connectTo(cache, ({ url }) => ({ REDIS_URL: url }));
      }).json;

    expect(JSON.stringify(inOrder(true))).toBe(JSON.stringify(inOrder(false)));
  });

  describe('fails', () => {
    it('with every problem of its props', () => {
      expect(() => withCache({ nodes: 7 })).toThrow(/'nodes' must be .* from 1 to 6, got 7/);
      expect(() => withCache({ nodes: Token.asNumber({ resolve: () => 1 }) })).toThrow(
        /'nodes' must be a plain number/,
      );
      expect(() => withCache({ nodeType: 't4g.micro' })).toThrow(/'nodeType' .* got 't4g\.micro'/);
      expect(() => withCache({ snapshotRetentionDays: 36 })).toThrow(/from 0 to 35, got 36/);
      expect(() => withCache({ passwordVersion: '2' })).toThrow(/'passwordVersion' .* got '2'/);
      expect(() => withCache({ name: 'a--b' })).toThrow(/two hyphens in a row, got 'a--b'/);
      expect(() => withCache({ name: 'a'.repeat(28) })).toThrow(
        /which has 41 characters of at most 40/,
      );
    });

    it('when the cluster has no store for the password, or no way to it', () => {
      const without = (cluster: (scope: TerraformStack) => Cluster) => () =>
        synth((scope) => {
          new Cache(scope, 'Cache', { cluster: cluster(scope) });
        });
      const closed = { ...network, reachable: ['ecr.api', 'ecr.dkr', 'logs'] };

      expect(without((scope) => testCluster(scope))).toThrow(
        /cache 'cache' has REDIS_PASSWORD, but the cluster has no 'secrets' .*; give the Cluster a SecretStore/,
      );
      expect(
        without((scope) => {
          const secrets = new SecretStore(scope, 'Secrets', { prefix: 'prod' });
          return testCluster(scope, { network: closed, secrets });
        }),
      ).toThrow(/the network has no endpoint for secretsmanager; add it to Egress\.endpoints/);
    });

    it('when the variable of the password is taken', () => {
      expect(() =>
        synthWith((scope, cluster) => {
          const environment = { REDIS_PASSWORD: 'plain' };
          const web = service(scope, 'Web', { cluster, workload: { ...workload, environment } });
          web.connectTo(new Cache(scope, 'Cache', { cluster }));
        }),
      ).toThrow(/from 'web' to 'cache' sets REDIS_PASSWORD, which is set already/);
    });

    it('when a service is connected to it twice', () => {
      expect(() =>
        synthWith((scope, cluster, api) => {
          const cache = new Cache(scope, 'Cache', { cluster });
          api.connectTo(cache);
          api.connectTo(cache);
        }),
      ).toThrow(/'connectTo' was called twice for 'cache'/);
    });
  });
});

import type { TerraformStack } from 'cdktf';
import { synth } from '../core/synth';
import { Capacity } from './capacity';
import { testCluster, workload } from './cluster.fixture';
import type { Cluster } from './cluster';
import { container, service } from './fargate-service.fixture';
import type { FargateService } from './fargate-service';
import { Deployment } from './deployment';
import { Files, type FilesProps } from './files';
import { Scaling } from './scaling';

const once = { scaling: Scaling.fixed(1) };

type Build = (scope: TerraformStack, cluster: Cluster, api: FargateService) => void;

/** One service that runs once, and what a test adds to it. */
function synthWith(build: Build) {
  return synth((scope) => {
    const cluster = testCluster(scope);
    build(scope, cluster, service(scope, 'Api', { cluster, ...once }));
  });
}

/** That service with files. */
function withFiles(props: Partial<FilesProps> = {}) {
  return synthWith((scope, cluster, api) => {
    api.connectTo(new Files(scope, 'Users', { cluster, ...props }), ({ path, network }) => ({
      DB_PATH: `${path}/users.db`,
      DB_JOURNAL: network ? 'delete' : 'wal',
    }));
  });
}

describe('Files', () => {
  describe('with only what is required', () => {
    const stack = withFiles();

    it('makes exactly these resources for the files', () => {
      expect(stack.counts()).toMatchObject({
        aws_efs_access_point: 1,
        aws_efs_backup_policy: 1,
        aws_efs_file_system: 1,
        aws_efs_file_system_policy: 1,
        aws_efs_mount_target: 2,
        aws_security_group: 2,
        aws_vpc_security_group_egress_rule: 2,
        aws_vpc_security_group_ingress_rule: 1,
      });
    });

    it('encrypts, backs up and keeps the files', () => {
      expect(stack.one('aws_efs_file_system')).toEqual({
        creation_token: 'prod-users',
        encrypted: true,
        performance_mode: 'generalPurpose',
        throughput_mode: 'elastic',
        lifecycle_policy: [
          { transition_to_ia: 'AFTER_30_DAYS' },
          { transition_to_primary_storage_class: 'AFTER_1_ACCESS' },
        ],
        tags: { Name: 'prod-users' },
        lifecycle: { prevent_destroy: true },
      });
      expect(stack.one('aws_efs_backup_policy')).toMatchObject({
        backup_policy: { status: 'ENABLED' },
      });
    });

    it('refuses whoever comes without TLS, beside a mount target, or as root', () => {
      const statements = stack.policyStatements(stack.one('aws_efs_file_system_policy'));

      expect(statements.map(({ Sid, Effect }) => [Sid, Effect])).toEqual([
        ['RefuseWithoutTls', 'Deny'],
        ['RefuseBesideMountTargets', 'Deny'],
        ['RefuseRoot', 'Deny'],
      ]);
      expect(statements[0]).toMatchObject({
        Principal: { AWS: '*' },
        Action: expect.arrayContaining(['elasticfilesystem:ClientMount']) as unknown,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      });
      expect(statements[1]?.Condition).toEqual({
        Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'false' },
      });
    });

    it('stands in every private subnet behind a group of its own', () => {
      const targets = stack.all('aws_efs_mount_target');

      expect(targets.map((target) => target.subnet_id)).toEqual(['subnet-3', 'subnet-4']);
      for (const { security_groups: groups } of targets) {
        expect(groups).toEqual([expect.stringContaining('Users_SecurityGroup') as string]);
      }
    });

    it('lets in its caller alone, on the port of NFS, at both ends', () => {
      const port = { from_port: 2049, to_port: 2049, ip_protocol: 'tcp' };

      expect(stack.one('aws_vpc_security_group_ingress_rule')).toMatchObject({
        ...port,
        security_group_id: expect.stringContaining('Users_SecurityGroup') as string,
        referenced_security_group_id: expect.stringContaining('Api_SecurityGroup') as string,
      });
      expect(stack.where('aws_vpc_security_group_egress_rule', 'from_port', 2049)).toMatchObject({
        ...port,
        security_group_id: expect.stringContaining('Api_SecurityGroup') as string,
        referenced_security_group_id: expect.stringContaining('Users_SecurityGroup') as string,
      });
    });

    it('is mounted over TLS as the task role, through an access point of the user of the workload', () => {
      expect(stack.one('aws_ecs_task_definition').volume).toEqual([
        {
          name: 'data',
          efs_volume_configuration: {
            file_system_id: expect.stringMatching(/aws_efs_file_system\.\w+\.id/) as string,
            root_directory: '/',
            transit_encryption: 'ENABLED',
            authorization_config: {
              access_point_id: expect.stringMatching(/aws_efs_access_point\.\w+\.id/) as string,
              iam: 'ENABLED',
            },
          },
        },
      ]);
      expect(stack.one('aws_efs_access_point')).toMatchObject({
        posix_user: { uid: 65532, gid: 65532 },
        root_directory: {
          path: '/users',
          creation_info: { owner_uid: 65532, owner_gid: 65532, permissions: '0700' },
        },
      });
      expect(container(stack)).toMatchObject({
        mountPoints: [{ containerPath: '/data', readOnly: false, sourceVolume: 'data' }],
        environment: [
          { name: 'DB_JOURNAL', value: 'delete' },
          { name: 'DB_PATH', value: '/data/users.db' },
          { name: 'PORT', value: '8080' },
        ],
      });
    });

    it('grants its caller the access point and nothing else', () => {
      const role = stack.where('aws_iam_role_policy', 'name', 'application');

      expect(stack.policyStatements(role)[0]).toEqual({
        Sid: 'FilesUsers',
        Effect: 'Allow',
        Action: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'],
        Resource: [expect.stringMatching(/^\$\{aws_efs_file_system\.\w+\.arn\}$/)],
        Condition: {
          StringEquals: {
            'elasticfilesystem:AccessPointArn': expect.stringMatching(
              /^\$\{aws_efs_access_point\.\w+\.arn\}$/,
            ) as string,
          },
        },
      });
    });

    it('keeps its caller at one task, deployments included', () => {
      expect(stack.counts()).not.toHaveProperty('aws_appautoscaling_target');
      expect(stack.one('aws_ecs_service')).toMatchObject({
        desired_count: 1,
        deployment_minimum_healthy_percent: 0,
        deployment_maximum_percent: 100,
        availability_zone_rebalancing: 'DISABLED',
      });
    });

    it('starts its caller after mount targets and policy', () => {
      expect(stack.one('aws_ecs_service').depends_on).toEqual(
        expect.arrayContaining([
          expect.stringMatching(/^aws_efs_file_system_policy\./),
          expect.stringMatching(/^aws_efs_mount_target\.Users_MountTarget1/),
          expect.stringMatching(/^aws_efs_mount_target\.Users_MountTarget2/),
        ]) as unknown,
      );
    });
  });

  it('may be deleted, be seen elsewhere and be encrypted with a key of ones own', () => {
    const kmsKeyArn = 'arn:aws:kms:eu-west-1:123456789012:key/1';
    const stack = withFiles({ preventDestroy: false, path: '/var/lib/users', kmsKeyArn });

    expect(stack.one('aws_efs_file_system')).toMatchObject({
      kms_key_id: kmsKeyArn,
      lifecycle: { prevent_destroy: false },
    });
    expect(container(stack)).toMatchObject({
      mountPoints: [{ containerPath: '/var/lib/users', sourceVolume: 'var-lib-users' }],
    });
  });

  it('leaves no trace of the order in which verbs are called', () => {
    const inOrder = (order: readonly number[]) =>
      synthWith((scope, cluster, api) => {
        const web = service(scope, 'Web', { cluster });
        const users = new Files(scope, 'Users', { cluster });
        const uploads = new Files(scope, 'Uploads', { cluster, path: '/uploads' });
        const verbs = [
          () => api.connectTo(users, ({ path }) => ({ DB_PATH: path })),
          () => api.connectTo(uploads, ({ path }) => ({ UPLOADS: path })),
          () => api.connectTo(web, ({ url }) => ({ WEB_URL: url })),
        ];
        for (const index of order) verbs[index]!();
      }).json;

    expect(JSON.stringify(inOrder([2, 1, 0]))).toBe(JSON.stringify(inOrder([0, 1, 2])));
  });

  it('may have several writers when told so, which share one access point', () => {
    const stack = synthWith((scope, cluster, api) => {
      const files = new Files(scope, 'Users', { cluster, singleWriter: false });
      api.connectTo(files);
      service(scope, 'Web', { cluster }).connectTo(files);
    });

    expect(stack.counts()).toMatchObject({ aws_efs_access_point: 1, aws_appautoscaling_target: 1 });
    for (const one of stack.all('aws_ecs_service')) {
      expect(one).toMatchObject({ deployment_maximum_percent: 200 });
    }
  });

  describe('fails', () => {
    const connecting = (first: Partial<Parameters<typeof service>[2]>, files = {}) => {
      return () =>
        synth((scope) => {
          const cluster = testCluster(scope);
          service(scope, 'Web', { cluster, ...first }).connectTo(
            new Files(scope, 'Users', { cluster, ...files }),
          );
        });
    };

    it('when its single writer may run more than once', () => {
      const remedy = "change it, or set 'singleWriter' of 'users' to false";

      expect(connecting({})).toThrow(
        `'scaling' of 'web' must be Scaling.fixed(1), since 'users' has a single writer, got Scaling.cpu() from 2 to 10 tasks; ${remedy}`,
      );
      expect(connecting({ scaling: Scaling.fixed(2) })).toThrow(/got Scaling\.fixed\(2\); change/);
      // somebody could raise its most by hand
      expect(connecting({ scaling: Scaling.cpu({ minTasks: 1, maxTasks: 1 }) })).toThrow(
        /got Scaling\.cpu\(\) from 1 to 1 tasks/,
      );
      expect(connecting({}, { singleWriter: false })).not.toThrow();
    });

    it('when a deployment would run two versions of its single writer side by side', () => {
      expect(connecting({ ...once, deployment: Deployment.blueGreen() })).toThrow(
        /'deployment' of 'web' must be Deployment\.rolling\(\), since 'users' has a single writer, got blueGreen/,
      );
    });

    it('when its single writer runs on Spot', () => {
      expect(connecting({ ...once, capacity: Capacity.onlySpot() })).toThrow(
        /'capacity' of 'web' must be Capacity\.onDemand\(\), since 'users' has a single writer, got Spot/,
      );
      expect(connecting({ capacity: Capacity.onlySpot() }, { singleWriter: false })).not.toThrow();
    });

    it('when a second service writes what has a single writer', () => {
      expect(() =>
        synthWith((scope, cluster, api) => {
          const files = new Files(scope, 'Users', { cluster });
          api.connectTo(files);
          service(scope, 'Web', { cluster, ...once }).connectTo(files);
        }),
      ).toThrow(/lets 'web' use 'users', .* single writer, 'api'; set 'singleWriter' to false/);
    });

    it('when two writers are different users', () => {
      expect(() =>
        synthWith((scope, cluster, api) => {
          const files = new Files(scope, 'Users', { cluster, singleWriter: false });
          api.connectTo(files);
          const other = { ...workload, user: 1000 };
          service(scope, 'Web', { cluster, workload: other }).connectTo(files);
        }),
      ).toThrow(/as user 1000, but the files belong to 65532, the user of 'api'/);
    });

    it('when a directory is taken', () => {
      const writable = { ...workload, writablePaths: ['/data/cache'] };

      expect(connecting({ ...once, workload: writable })).toThrow(
        /'path' must not be within another mount, got '\/data' beside '\/data\/cache'/,
      );
      const alike = { ...workload, writablePaths: ['/a-b'] };
      expect(connecting({ ...once, workload: alike }, { path: '/a/b' })).toThrow(
        /'path' is '\/a\/b', whose volume would be called 'a-b' as that of '\/a-b'/,
      );
    });

    it('when a variable or a name is taken', () => {
      expect(() =>
        synthWith((scope, cluster, api) => {
          api.connectTo(new Files(scope, 'A', { cluster }), () => ({ URL: 'x' }));
          api.connectTo(new Files(scope, 'B', { cluster, path: '/b' }), () => ({ URL: 'y' }));
        }),
      ).toThrow(/from 'api' to 'b' sets URL, which is set already/);
      expect(() =>
        synthWith((scope, cluster) => {
          new Files(scope, 'F', { cluster, name: 'api' });
        }),
      ).toThrow(/'api'/);
    });

    it('when a service is connected to it twice', () => {
      expect(() =>
        synthWith((scope, cluster, api) => {
          const files = new Files(scope, 'Users', { cluster, singleWriter: false });
          api.connectTo(files);
          api.connectTo(files);
        }),
      ).toThrow(/'connectTo' was called twice for 'users'/);
    });
  });
});

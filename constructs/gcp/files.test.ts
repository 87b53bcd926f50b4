import type { TerraformStack } from 'cdktf';
import { synth } from '../core/synth';
import type { Changes } from './cloud-run-service.fixture';
import { service, serviceNamed, templateOf } from './cloud-run-service.fixture';
import { Files, type FilesProps } from './files';
import { imageNamed, testRegion, workload } from './region.fixture';
import { Scaling } from './scaling';

const once = { scaling: Scaling.fixed(1), cpuIdle: false };

/** Files, and the service that has them. */
function synthWith(props: Partial<FilesProps> = {}, changes: Changes = once) {
  return synth((scope) => {
    const region = testRegion(scope);
    service(scope, 'Api', { region, ...changes }).connectTo(
      files(scope, props, region),
      ({ path, replicated = false }) => ({
        DB_PATH: `${path}/users.db`,
        DB_LOCKING: replicated ? 'shared' : 'exclusive',
      }),
    );
  });
}

function files(scope: TerraformStack, props: Partial<FilesProps>, region = testRegion(scope)) {
  return new Files(scope, 'Users', {
    region,
    database: 'users.db',
    acceptsDataLossSeconds: 5,
    litestreamImage: imageNamed('litestream'),
    ...props,
  });
}

describe('Files', () => {
  const stack = synthWith();
  const template = templateOf(serviceNamed(stack, 'prod-api'));
  const [api, beside] = template.containers;

  it('has its copies in a private bucket that no destroy deletes', () => {
    expect(stack.one('google_storage_bucket')).toMatchObject({
      name: 'my-project-prod-users',
      public_access_prevention: 'enforced',
      uniform_bucket_level_access: true,
      versioning: { enabled: false },
      force_destroy: false,
      lifecycle: { prevent_destroy: true },
    });
  });

  it('lets exactly its service write the copies, before it starts', () => {
    expect(stack.one('google_storage_bucket_iam_member')).toMatchObject({
      role: 'roles/storage.objectUser',
      member: expect.stringMatching(
        /^serviceAccount:\$\{google_service_account\..*\.email\}$/,
      ) as string,
    });
    expect(serviceNamed(stack, 'prod-api').depends_on).toEqual([
      expect.stringMatching(/^google_storage_bucket_iam_member\./) as string,
    ]);
  });

  it('is a directory in memory that both containers see', () => {
    const mount = { name: 'files-users', mount_path: '/data' };

    expect(template.volumes).toEqual([
      { name: 'files-users', empty_dir: { medium: 'MEMORY', size_limit: '128Mi' } },
    ]);
    expect([api!.volume_mounts, beside!.volume_mounts]).toEqual([[mount], [mount]]);
  });

  it('starts the service after the container that restores', () => {
    expect(api!.depends_on).toEqual(['api-litestream']);
    expect(beside).toMatchObject({
      name: 'api-litestream',
      image: expect.stringContaining('/litestream@sha256:') as string,
      env: [
        { name: 'ACCEPTED_LOSS_SECONDS', value: '5' },
        { name: 'DB_PATH', value: '/data/users.db' },
        { name: 'HEALTH_PORT', value: '9400' },
        {
          name: 'REPLICA_URL',
          value: expect.stringMatching(
            /^gs:\/\/\$\{google_storage_bucket\..*\}\/users\.db$/,
          ) as string,
        },
      ],
      resources: { limits: { cpu: '500m', memory: '256Mi' }, cpu_idle: false },
      startup_probe: { http_get: { path: '/healthz', port: 9400 }, failure_threshold: 120 },
    });
  });

  it('tells its service not to shut the copying out', () => {
    expect(api!.env).toEqual([
      { name: 'DB_LOCKING', value: 'shared' },
      { name: 'DB_PATH', value: '/data/users.db' },
    ]);
  });

  it('may lie elsewhere, be larger, and lose more', () => {
    const other = synthWith({
      path: '/var/lib/users',
      sizeMiB: 200,
      acceptsDataLossSeconds: 60,
      preventDestroy: false,
    });
    const [one, two] = templateOf(serviceNamed(other, 'prod-api')).containers;

    expect(one!.volume_mounts).toEqual([{ name: 'files-users', mount_path: '/var/lib/users' }]);
    expect(two!.env).toContainEqual({ name: 'ACCEPTED_LOSS_SECONDS', value: '60' });
    expect(templateOf(serviceNamed(other, 'prod-api')).volumes).toMatchObject([
      { empty_dir: { size_limit: '200Mi' } },
    ]);
    expect(other.one('google_storage_bucket')).toMatchObject({ force_destroy: true });
  });

  it('fails with every wrong prop at once', () => {
    expect(() =>
      synthWith({ acceptsDataLossSeconds: 0, database: 'a/b.db', sizeMiB: 0.5, name: 'X' }),
    ).toThrow(
      /'name' must start[^]*'acceptsDataLossSeconds' must be a whole number from 2 to 3600, got 0; if nothing may be lost, keep the data in Cloud SQL[^]*'database' must be the name of a file[^]*'sizeMiB' must be a whole number/,
    );
    expect(() => synthWith({ acceptsDataLossSeconds: 3601 })).toThrow(/from 2 to 3600, got 3601/);
    expect(() => synthWith({ path: 'data' })).toThrow(/'path' must be an absolute directory/);
  });

  it('fails where the service may run twice, or rests between requests', () => {
    expect(() => synthWith({}, {})).toThrow(
      /'scaling' must be exactly one instance for 'api'[^]*'cpuIdle' must be false for 'api'/,
    );
    expect(() => synthWith({}, { ...once, scaling: Scaling.fixed(2) })).toThrow(/exactly one/);
    expect(() =>
      synthWith({}, { ...once, scaling: Scaling.requests({ minInstances: 1, maxInstances: 1 }) }),
    ).toThrow(/use Scaling.fixed\(1\)/);
  });

  it('fails where a second service is connected', () => {
    expect(() =>
      synth((scope) => {
        const region = testRegion(scope);
        const kept = files(scope, {}, region);
        service(scope, 'Api', { region, ...once }).connectTo(kept);
        service(scope, 'Web', { region, ...once }).connectTo(kept);
      }),
    ).toThrow(/lets 'web' use 'users', which has a single writer, 'api'/);
  });

  it('fails where the CPU is too small or too large for the container beside', () => {
    const small = { cpu: 0.5, generation: 'gen1', concurrency: 1 } as const;

    expect(() => synthWith({}, { scaling: Scaling.fixed(1), ...small })).toThrow(
      /'cpu' must be at least 1 for 'api', beside which 'api-litestream' runs, got 0.5; set it to 1/,
    );
    expect(() => synthWith({}, { ...once, cpu: 8, memoryMiB: 4096 })).toThrow(
      /'cpu' may be at most 6 for 'api', since 'api-litestream' takes 0.5 of the 8 .* got 8; set it to 6/,
    );
  });

  it.each(['files first', 'call first'])(
    'fails where it leaves no room for the sidecar too, %s',
    (order) => {
      const build = (memoryMiB: number) =>
        synth((scope) => {
          const region = testRegion(scope);
          const api = service(scope, 'Api', { region, ...once, memoryMiB });
          const verbs = [
            () => api.connectTo(files(scope, {}, region)),
            () => api.connectTo(service(scope, 'Callee', { region })),
          ];
          for (const verb of order === 'files first' ? verbs : verbs.reverse()) verb();
        });

      expect(() => build(3584)).not.toThrow();
      expect(() => build(3585)).toThrow(
        /'memoryMiB' may be at most 3584 for 'api' when 'cpu' is 1, since 'api-identity' and 'api-litestream' take 512, got 3585; raise 'cpu'/,
      );
    },
  );

  it('fails where directory, port, memory or CPU do not fit', () => {
    const writable = { ...workload, writablePaths: ['/data/cache'] };

    expect(() => synthWith({}, { ...once, workload: writable })).toThrow(
      /got '\/data' beside '\/data\/cache'/,
    );
    expect(() => synthWith({}, { ...once, workload: { ...workload, port: 9400 } })).toThrow(
      /'api-litestream' needs port 9400, which 'api' has already/,
    );
    expect(() => synthWith({ sizeMiB: 300 })).toThrow(/'sizeMiB' may be half of the memory/);
    expect(() => synthWith({}, { ...once, memoryMiB: 4096 })).toThrow(
      /'memoryMiB' may be at most 3840 for 'api' when 'cpu' is 1/,
    );
  });
});

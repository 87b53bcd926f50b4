import type { TerraformStack } from 'cdktf';
import { synth } from '../core/synth';
import { Bucket } from './bucket';
import { Cache } from './cache';
import { service, testNetwork, workload } from './container-service.fixture';
import type { ContainerService } from './container-service';
import { Files } from './files';
import type { Network } from './network';

type Build = (scope: TerraformStack, network: Network, api: ContainerService) => void;

/** One service, and what a test adds to it. */
function synthWith(build: Build) {
  return synth((scope) => {
    const network = testNetwork(scope);
    build(scope, network, service(scope, 'Api', { network }));
  });
}

/** The container of that service. */
function api(build: Build): Record<string, unknown> {
  const containers = synthWith(build).all('docker_container');
  return Object.values(containers).find(({ name }) => name === 'test-api')!;
}

describe('Files', () => {
  const build: Build = (scope, network, one) => {
    one.connectTo(new Files(scope, 'Users', { network }), ({ path, network: shared }) => ({
      DB_PATH: `${path}/users.db`,
      DB_JOURNAL: shared ? 'delete' : 'wal',
    }));
  };

  it('is one volume that no destroy deletes', () => {
    expect(synthWith(build).one('docker_volume')).toEqual({
      name: 'test-users_files',
      driver: 'local',
      labels: [{ label: 'slipway.environment', value: 'test' }],
      lifecycle: { prevent_destroy: true },
    });
  });

  it('is seen by its caller in a directory that can be written', () => {
    expect(api(build)).toMatchObject({
      volumes: [{ container_path: '/data', read_only: false }],
      env: ['DB_JOURNAL=wal', 'DB_PATH=/data/users.db', 'PORT=8080'],
    });
  });

  it('opens no network', () => {
    expect(api(build)).toMatchObject({ network_mode: 'none' });
  });

  it('may be deleted when told so, and lie elsewhere', () => {
    const stack = synthWith((scope, network, one) => {
      one.connectTo(
        new Files(scope, 'Users', { network, path: '/var/lib/users', preventDestroy: false }),
      );
    });

    expect(stack.one('docker_volume')).not.toHaveProperty('lifecycle');
    expect(stack.one('docker_container')).toMatchObject({
      volumes: [{ container_path: '/var/lib/users' }],
    });
  });

  it('fails when a second service writes what has a single writer', () => {
    const two = (singleWriter?: boolean): Build => {
      return (scope, network, one) => {
        const files = new Files(scope, 'Users', { network, singleWriter });
        one.connectTo(files);
        service(scope, 'Web', { network }).connectTo(files);
      };
    };

    expect(() => synthWith(two())).toThrow(/lets 'web' use 'users', .* single writer, 'api'/);
    expect(synthWith(two(false)).counts()).toMatchObject({ docker_volume: 1 });
  });

  it('fails when a directory or a variable is taken', () => {
    const writable = (scope: TerraformStack, network: Network): void => {
      const one = service(scope, 'Web', {
        network,
        workload: { ...workload, writablePaths: ['/data/cache'] },
      });
      one.connectTo(new Files(scope, 'Users', { network }));
    };

    expect(() => synthWith(writable)).toThrow(/'path' must not be within another mount/);
    expect(() =>
      synthWith((scope, network, one) => {
        one.connectTo(new Files(scope, 'A', { network }), () => ({ URL: 'x' }));
        one.connectTo(new Files(scope, 'B', { network, path: '/b' }), () => ({ URL: 'y' }));
      }),
    ).toThrow(/from 'api' to 'b' sets URL, which is set already/);
  });
});

describe('Bucket', () => {
  it('is a folder of the repository that callers only read', () => {
    const stack = synthWith((scope, network, one) => {
      const pages = new Bucket(scope, 'Pages', { network, content: 'services' });
      one.connectTo(pages, ({ uri }) => ({ CONTENT_URI: `${uri}/site-a` }));
    });

    expect(stack.counts()).not.toHaveProperty('docker_volume');
    expect(stack.one('docker_container')).toMatchObject({
      mounts: [
        {
          type: 'bind',
          source: expect.stringMatching(/^\$\{abspath\(".*services"\)\}$/) as string,
          target: '/mnt/pages',
          read_only: true,
        },
      ],
      env: ['CONTENT_URI=file:///mnt/pages/site-a', 'PORT=8080'],
    });
  });

  it('is a volume that callers fill where it has no content', () => {
    const stack = synthWith((scope, network, one) => {
      one.connectTo(new Bucket(scope, 'Uploads', { network }));
    });

    expect(stack.one('docker_volume')).toMatchObject({
      name: 'test-uploads_bucket',
      lifecycle: { prevent_destroy: true },
    });
    expect(stack.one('docker_container')).toMatchObject({
      volumes: [{ container_path: '/mnt/uploads', read_only: false }],
    });
  });

  it('may be shared', () => {
    const stack = synthWith((scope, network, one) => {
      const pages = new Bucket(scope, 'Pages', { network, content: 'services' });
      one.connectTo(pages);
      service(scope, 'Web', { network }).connectTo(pages);
    });

    for (const { mounts } of Object.values(stack.all('docker_container'))) {
      expect(mounts).toHaveLength(1);
    }
  });
});

describe('Cache', () => {
  const stack = synthWith((scope, network, one) => {
    const cache = new Cache(scope, 'Cache', { network, image: workload.image });
    one.connectTo(cache, ({ url }) => ({ REDIS_URL: url }));
  });
  const named = (name: string) =>
    Object.values(stack.all('docker_container')).find((one) => one.name === name)!;

  it('is a bounded container that is not root and keeps nothing', () => {
    expect(named('test-cache')).toMatchObject({
      user: '999',
      read_only: true,
      memory: 128,
      volumes: [],
      ports: [],
      healthcheck: { test: ['CMD', '/usr/local/bin/valkey-cli', 'ping'] },
    });
  });

  it('is on one internal network with its caller, which starts afterwards', () => {
    expect(stack.counts()).toMatchObject({ docker_network: 2 });
    expect(named('test-api')).toMatchObject({
      env: ['PORT=8080', 'REDIS_URL=redis://cache:6379'],
      depends_on: [expect.stringMatching(/^docker_container\.Cache_Service_/) as string],
    });
  });

  it('fails when a service is connected to it twice', () => {
    expect(() =>
      synthWith((scope, network, one) => {
        const cache = new Cache(scope, 'Cache', { network, image: workload.image });
        one.connectTo(cache);
        one.connectTo(cache);
      }),
    ).toThrow(/'connectTo' was called twice for 'cache'/);
  });
});

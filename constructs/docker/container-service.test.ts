import { TerraformStack, Testing } from 'cdktf';
import { Image } from '../core/image';
import { Secret } from '../core/secret';
import { synth } from '../core/synth';
import {
  type Changes,
  service,
  synthOne,
  testNetwork,
  workload,
} from './container-service.fixture';
import { Network } from './network';

const probed = { ...workload, health: { path: '/healthz', command: ['/api', 'healthcheck'] } };

/** The label that replaces a container, of a service with these changes. */
function settingsLabel(changes: Changes): string {
  const { labels } = synthOne(changes).one('docker_container') as {
    labels: { label: string; value: string }[];
  };
  return labels.find(({ label }) => label === 'slipway.settings')!.value;
}

describe('ContainerService with only what is required', () => {
  const stack = synthOne();

  it('is one container and its image, beside the entrance', () => {
    expect(stack.counts()).toEqual({ docker_container: 1, docker_image: 1, docker_network: 1 });
  });

  it('runs read-only, unprivileged, bounded and on no network', () => {
    expect(stack.one('docker_container')).toMatchObject({
      name: 'test-users-api',
      user: '65532',
      read_only: true,
      privileged: false,
      capabilities: { add: [], drop: ['ALL'] },
      security_opts: ['no-new-privileges:true'],
      memory: 512,
      memory_swap: 512,
      cpu_period: 100_000,
      cpu_quota: 50_000,
      network_mode: 'none',
      ports: [],
      volumes: [],
      env: ['PORT=8080'],
      restart: 'on-failure',
      max_retry_count: 5,
      log_driver: 'json-file',
      log_opts: { 'max-size': '10m', 'max-file': '3' },
    });
    expect(stack.one('docker_container')).not.toHaveProperty('cpus');
  });

  it('is given its time to stop, also when it is destroyed', () => {
    expect(stack.one('docker_container')).toMatchObject({
      stop_timeout: 30,
      destroy_grace_seconds: 30,
    });
  });

  it('is not waited for, since nothing says when it is healthy', () => {
    expect(stack.one('docker_container')).toMatchObject({ wait: false });
    expect(stack.one('docker_container')).not.toHaveProperty('healthcheck');
  });

  it('runs the image that was named, by its id on the engine', () => {
    expect(stack.one('docker_image')).toMatchObject({
      name: `registry.example.org/team/api@sha256:${'0'.repeat(64)}`,
      keep_locally: true,
    });
    expect(stack.one('docker_container').image).toMatch(/^\$\{docker_image\..*\.image_id\}$/);
  });
});

describe('ContainerService', () => {
  it('is probed as the workload says and waited for longer than it may take', () => {
    const { healthcheck, wait, wait_timeout } = synthOne({ workload: probed }).one(
      'docker_container',
    );

    expect(healthcheck).toEqual({
      test: ['CMD', '/api', 'healthcheck'],
      interval: '5s',
      timeout: '5s',
      start_period: '1m0s',
      start_interval: '0s',
      retries: 3,
    });
    expect(wait).toBe(true);
    expect(wait_timeout).toBeGreaterThan(60 + 5 * 3);
  });

  it('is replaced when something changes that the provider would not apply', () => {
    const { health } = probed;
    const patient = { ...probed, health: { ...health, failuresToUnhealthy: 5 } };
    const labels = [
      settingsLabel({ workload: probed }),
      settingsLabel({ workload: patient }),
      settingsLabel({ workload: probed, probeSeconds: 7 }),
      settingsLabel({ workload: probed, cpus: 1 }),
      settingsLabel({ workload: probed, memoryMiB: 256 }),
    ];

    expect(new Set(labels).size).toBe(labels.length);
    expect(settingsLabel({ workload: probed })).toBe(labels[0]);
  });

  it('builds an image of a folder, named by its content', () => {
    const image = Image.fromFolder('services/goapp');
    const stack = synthOne({ workload: { ...workload, image } });
    const { build, ...named } = stack.one('docker_image');

    expect(named).toMatchObject({
      name: `test/goapp:${image.tag}`,
      triggers: { content: image.tag },
      keep_locally: true,
    });
    expect(build).toMatchObject({ builder: 'default' });
    const { context, dockerfile } = build as { context: string; dockerfile: string };
    expect(dockerfile).toBe(`${context}/Dockerfile`);
    // the output of a test is outside the repository
    expect(context).toBe(`${process.cwd()}/services/goapp`);
  });

  it('builds with the arguments and the stage of the image', () => {
    const options = { buildArguments: { BASE_PATH: '/x' }, target: 'build' };
    const image = Image.fromFolder('services/goapp', options);

    expect(synthOne({ workload: { ...workload, image } }).one('docker_image').build).toMatchObject({
      build_args: { BASE_PATH: '/x' },
      target: 'build',
    });
  });

  it('keeps each writable path in a volume that the image fills first', () => {
    const stack = synthOne({ workload: { ...workload, writablePaths: ['/var/data', '/cache'] } });
    const names = stack.all('docker_volume').map(({ name }) => name);

    expect(names.sort()).toEqual(['test-users-api_cache', 'test-users-api_var-data']);
    expect(stack.one('docker_container').volumes).toEqual([
      expect.objectContaining({ container_path: '/cache', read_only: false }),
      expect.objectContaining({ container_path: '/var/data', read_only: false }),
    ]);
    for (const volume of stack.all('docker_volume')) expect(volume).not.toHaveProperty('lifecycle');
  });

  it('refuses a destroy of its volumes where it is told to', () => {
    const stack = synthOne({
      workload: { ...workload, writablePaths: ['/data'] },
      preventDestroy: true,
    });

    expect(stack.one('docker_volume').lifecycle).toEqual({ prevent_destroy: true });
  });

  it('publishes on loopback, sorted, through the entrance', () => {
    const { ports, networks_advanced, network_mode } = synthOne({
      publish: [
        { port: 9090, hostPort: 1 },
        { port: 8080, hostPort: 2, hostAddress: '0.0.0.0' },
      ],
    }).one('docker_container');

    expect(ports).toEqual([
      { internal: 8080, external: 2, ip: '0.0.0.0', protocol: 'tcp' },
      { internal: 9090, external: 1, ip: '127.0.0.1', protocol: 'tcp' },
    ]);
    expect(networks_advanced).toHaveLength(1);
    expect(network_mode).toBe('bridge');
  });

  it('mounts secrets as files and says where they are', () => {
    const { env, mounts } = synthOne({
      workload: { ...workload, secrets: { KEY: Secret.named('session-key') } },
      secretsDirectory: '/etc/secrets',
    }).one('docker_container');

    expect(env).toEqual(['KEY_FILE=/run/secrets/session-key', 'PORT=8080']);
    expect(mounts).toEqual([
      {
        type: 'bind',
        source: '/etc/secrets/session-key',
        target: '/run/secrets/session-key',
        read_only: true,
      },
    ]);
  });

  it('passes a variable on that looks like a template', () => {
    const environment = { B: '${x}', A: '%{y}' };

    expect(
      synthOne({ workload: { ...workload, environment } }).one('docker_container').env,
    ).toEqual(['A=%%{y}', 'B=$${x}', 'PORT=8080']);
  });
});

describe('a connection', () => {
  const build = (order: readonly (readonly [string, string])[]) =>
    synth((scope) => {
      const network = testNetwork(scope);
      const named = new Map(
        ['web', 'api', 'db'].map((name) => [name, service(scope, name, { network })]),
      );
      for (const [from, to] of order) {
        named.get(from)!.connectTo(named.get(to)!, ({ url }) => ({
          [`${to.toUpperCase()}_URL`]: url,
        }));
      }
    });
  const stack = build([
    ['web', 'api'],
    ['api', 'db'],
    ['web', 'db'],
  ]);

  it('is an internal network that nobody but its ends is on', () => {
    const names = stack.all('docker_network').map(({ name, internal }) => [name, internal]);

    expect(names.sort()).toEqual([
      ['test-api-to-db', true],
      ['test-entrance', false],
      ['test-web-to-api', true],
      ['test-web-to-db', true],
    ]);
    const joined = (name: string) =>
      stack.where('docker_container', 'name', name).networks_advanced as object[];
    expect(joined('test-web')).toEqual([
      { name: expect.stringMatching(/^\$\{docker_network\.Network_WebToApi_.*\.id\}$/) as string },
      { name: expect.stringMatching(/^\$\{docker_network\.Network_WebToDb_.*\.id\}$/) as string },
    ]);
    expect(joined('test-db')).toHaveLength(2);
    for (const one of joined('test-db')) expect(one).toHaveProperty('aliases', ['db']);
  });

  it('tells the caller where the callee is and starts it afterwards', () => {
    expect(stack.where('docker_container', 'name', 'test-web')).toMatchObject({
      env: ['API_URL=http://api:8080', 'DB_URL=http://db:8080', 'PORT=8080'],
      depends_on: [
        expect.stringMatching(/^docker_container\.api_/),
        expect.stringMatching(/^docker_container\.db_/),
      ],
    });
  });

  it('leaves no trace of the order in which it was made', () => {
    const other = build([
      ['web', 'db'],
      ['web', 'api'],
      ['api', 'db'],
    ]);

    expect(JSON.stringify(other.json)).toBe(JSON.stringify(stack.json));
  });

  it.each<[string, readonly (readonly [string, string])[], RegExp]>([
    ['closes a cycle', [['web', 'api'], ['api', 'web']], /form a cycle, web -> api -> web/], // prettier-ignore
    ['is made twice', [['web', 'api'], ['web', 'api']], /sets API_URL, which is set already/], // prettier-ignore
  ])('fails when it %s', (_, order, message) => {
    expect(() => build(order)).toThrow(message);
  });

  it('fails when it is made twice without variables', () => {
    const twice = () =>
      synth((scope) => {
        const network = testNetwork(scope);
        const [web, api] = ['web', 'api'].map((name) => service(scope, name, { network }));
        web!.connectTo(api!);
        web!.connectTo(api!);
      });

    expect(twice).toThrow(/'connectTo' was called twice for 'api'; keep one call/);
  });

  it('fails when it leads into another environment', () => {
    const across = () =>
      synth((scope) => {
        const other = new Network(scope, 'Other', { environment: 'other' });
        service(scope, 'web').connectTo(service(scope, 'api', { network: other }));
      });

    expect(across).toThrow(/'connectTo' calls 'api', which is in another 'network'/);
  });
});

it('fails when a connection leads into another stack', () => {
  const app = Testing.app();
  const [here, there] = ['here', 'there'].map((name) => new TerraformStack(app, name));
  const network = testNetwork(here!);
  const api = service(there!, 'Api', { network });

  expect(() => service(here!, 'Web', { network }).connectTo(api)).toThrow(
    /'connectTo' calls 'api', which is in another stack/,
  );
});

it('keeps apart connections whose names run into each other', () => {
  const stack = synth((scope) => {
    const network = testNetwork(scope);
    const named = (name: string, at: number) => service(scope, `S${at}`, { network, name });
    const [a, toB, aTo, b, a1, a1Again] = ['a', 'to-b', 'a-to', 'b', 'a1', 'a-1'].map(named);
    a!.connectTo(toB!);
    aTo!.connectTo(b!);
    a1!.connectTo(b!);
    a1Again!.connectTo(b!);
  });

  const names = stack.all('docker_network').map(({ name }) => String(name).replace(/^[^-]*-/, ''));
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(expect.arrayContaining(['a-to_to_b', 'a_to_to-b', 'a1-to-b', 'a-1-to-b']));
});

describe('ContainerService fails when', () => {
  it.each<[string, Changes, RegExp]>([
    ['it has no name', { name: 'A b' }, /'name' must start with a letter/],
    ['its cpus are too fine', { cpus: 0.001 }, /'cpus' must be a number from 0.01 to 64/],
    ['its cpus are too many', { cpus: 65 }, /got 65; use for example 0.5/],
    ['its memory is too small', { memoryMiB: 5 }, /'memoryMiB' must be a whole number of at least/],
    ['its probes never come', { probeSeconds: 0 }, /'probeSeconds' must be a whole number from 1/],
    [
      'its secrets are nowhere',
      { workload: { ...workload, secrets: { KEY: Secret.named('key') } } },
      /'workload.secrets' has KEY, but there is no 'secretsDirectory'/,
    ],
    [
      'a secret leads out of the folder',
      { workload: { ...workload, secrets: { KEY: Secret.named('../key') } } },
      /'workload.secrets' needs names that a file may have, .* got '..\/key'/,
    ],
    [
      'two volumes would be one',
      { workload: { ...workload, writablePaths: ['/var-x', '/var/x'] } },
      /'workload.writablePaths' has '\/var\/x', whose volume 'var-x' could not be told/,
    ],
    ['its secrets lie below a relative folder', { secretsDirectory: 'a' }, /must be an absolute/],
    ['a port is none', { publish: [{ port: 0, hostPort: 1 }] }, /as 'port' a whole number/],
    ['a host port is none', { publish: [{ port: 1, hostPort: 65536 }] }, /as 'hostPort' a whole/],
    [
      'an address is none',
      { publish: [{ port: 1, hostPort: 1, hostAddress: 'localhost' }] },
      /as 'hostAddress' an IPv4 address of the host, got 'localhost'/,
    ],
    [
      'two ports share a place',
      { publish: [{ port: 1, hostPort: 8080 }, { port: 2, hostPort: 8080 }] }, // prettier-ignore
      /'publish' has 127.0.0.1:8080 twice/,
    ],
  ])('%s', (_, changes, message) => {
    expect(() => synthOne(changes)).toThrow(message);
  });

  it('its name is taken', () => {
    const twice = () =>
      synth((scope) => {
        const network = testNetwork(scope);
        service(scope, 'A', { network, name: 'api' });
        service(scope, 'B', { network, name: 'api' });
      });

    expect(twice).toThrow(/'name' must be unique in the network, got 'api' twice/);
  });

  it('takes cpus in hundredths', () => {
    expect(synthOne({ cpus: 0.29 }).one('docker_container').cpu_quota).toBe(29_000);
  });
});

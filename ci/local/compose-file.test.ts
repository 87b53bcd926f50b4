import { Testing } from 'cdktf';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { anyPeer } from '../../constructs/core/backing';
import { peerByName } from '../../constructs/core/connection';
import { synthStack } from '../../constructs/core/synth';
import { resolveWorkload, type Workload } from '../../constructs/core/workload';
import { cacheWorkload } from '../../constructs/docker/cache';
import { dockerPlatform } from '../../constructs/nginx/platform';
import { proxyWorkload } from '../../constructs/nginx/proxy-workload';
import { cacheImage, proxyImage, system } from '../../services/system';
import { LocalStack } from '../../stacks/local';
import { renderLocalConfig } from './proxy-config';

interface ComposeService {
  readonly build: string;
  readonly image: string;
  readonly user: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck: {
    readonly test: readonly string[];
    readonly interval: string;
    readonly timeout: string;
    readonly start_period: string;
    readonly retries: number;
  };
  readonly networks: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly mem_limit: string;
  readonly memswap_limit: string;
  readonly cpus: number;
  readonly restart: string;
  readonly init: boolean;
  readonly logging: { readonly driver: string; readonly options: object };
  readonly profiles?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly read_only: boolean;
  readonly cap_drop: readonly string[];
  readonly security_opt: readonly string[];
  readonly stop_grace_period: string;
}

const whole = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }) as {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
};
const { prometheus, ...services } = whole.services;
const { observability, ...networks } = whole.networks;
/** The file without its profile. */
const file = { services, networks };
const workloads = {
  ...system.workloads,
  cache: cacheWorkload(cacheImage),
  'reverse-proxy': proxyWorkload({
    image: proxyImage,
    configuration: renderLocalConfig(),
    routes: system.routes,
    platform: dockerPlatform(),
    generateLogins: true,
  }),
};
const names = Object.keys(workloads) as (keyof typeof workloads)[];

describe('docker-compose.yml', () => {
  it('runs what the system declares and nothing else', () => {
    expect(Object.keys(file.services).sort()).toEqual([...names].sort());
  });

  it.each(names)('runs %s as it is declared', (name) => {
    const { image, user, health, shutdownSeconds } = resolveWorkload(workloads[name]);
    const service = file.services[name]!;
    const folder = image.source.kind === 'folder' ? image.source.folder : '';

    expect(service).toMatchObject({
      build: folder,
      image: `slipway/${image.name}:local`,
      user: String(user),
      read_only: true,
      cap_drop: ['ALL'],
      stop_grace_period: `${shutdownSeconds}s`,
    });
    expect(service.healthcheck.test).toEqual(['CMD', ...(health.command ?? [])]);
  });

  it.each(system.connections)('tells $from where $to is and starts it afterwards', (connection) => {
    const caller = file.services[connection.from]!;
    const peer = peerByName(connection.to, system.workloads[connection.to].port);

    expect(caller.environment).toMatchObject(connection.environment?.(peer) ?? {});
    expect(caller.depends_on).toHaveProperty(connection.to, { condition: 'service_healthy' });
  });

  it.each(system.backingConnections)('gives $from what $to is', ({ from, to, environment }) => {
    const backing = system.backings[to]!;
    const variables = environment?.(anyPeer(to, backing) as never) ?? {};

    expect(file.services[from]!.environment).toMatchObject(variables);
  });

  it('mounts files to their one writer, and pages to be read alone', () => {
    const mounts = Object.entries(file.services).flatMap(([name, { volumes = [] }]) =>
      name === 'reverse-proxy' ? [] : volumes.map((volume) => `${name} ${volume}`),
    );

    expect(mounts).toEqual([
      'users-api users:/data',
      'site-a ./services/static-site/pages:/mnt/pages:ro',
      'site-b ./services/static-site/pages:/mnt/pages:ro',
    ]);
  });

  it('publishes the proxy alone, on loopback alone', () => {
    for (const [name, { ports = [], networks }] of Object.entries(file.services)) {
      const proxy = name === 'reverse-proxy';

      expect(ports).toHaveLength(proxy ? 2 : 0);
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
      expect(networks.includes('entrance')).toBe(proxy);
    }
  });

  it('puts nobody but the two ends of a connection on one network', () => {
    const calls = [
      ...system.connections.map(({ from, to }) => ({ from: from, to: to })),
      ...system.backingConnections.filter(({ to }) => system.backings[to]?.kind === 'cache'),
      ...system.routes.map(({ target }) => ({ from: 'reverse-proxy', to: target })),
    ];
    const declared = calls.map(({ from, to }) => [`${from}-to-${to}`, [from, to].sort()]);

    expect(membersOf(file)).toEqual({
      ...Object.fromEntries(declared),
      entrance: ['reverse-proxy'],
    });
    expect(file.networks).toEqual({
      ...Object.fromEntries(declared.map(([name]) => [name, { internal: true }])),
      entrance: {},
    });
  });
});

describe('the profile observability', () => {
  const { scrape_configs: jobs } = parse(
    readFileSync('services/prometheus/prometheus.yml', 'utf8'),
  ) as { readonly scrape_configs: readonly { static_configs: { targets: string[] }[] }[] };
  const targets = jobs.flatMap((job) => job.static_configs.flatMap((config) => config.targets));

  it('scrapes the metrics port of every service that has one', () => {
    const observed = Object.entries<Workload>(workloads).flatMap(([name, { metricsPort }]) =>
      metricsPort === undefined ? [] : [`${name}:${metricsPort}`],
    );

    expect([...targets].sort()).toEqual(observed.sort());
  });

  it('reaches each of them over a network that is there anyway', () => {
    for (const target of targets) {
      const { networks: own } = services[target.replace(/:.*/, '')]!;

      expect([target, own.some((one) => prometheus!.networks.includes(one))]).toEqual([
        target,
        true,
      ]);
    }
  });

  it('is off unless it is asked for, on loopback alone, and no container of less limits', () => {
    expect(observability).toEqual({});
    expect(prometheus).toMatchObject({
      profiles: ['observability'],
      ports: [expect.stringMatching(/^127\.0\.0\.1:/) as string],
      user: '65534',
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
  });
});

describe('docker-compose.yml and the stack local', () => {
  const { networks, containers } = localStack();

  it('have the same networks, internal ones and the entrance', () => {
    const internal = Object.entries(file.networks).map(([name, one]) => [
      name,
      one.internal ?? false,
    ]);

    expect(networks).toEqual(Object.fromEntries(internal));
  });

  it.each(names)('run %s alike', (name) => {
    const service = file.services[name]!;
    const { healthcheck: probe } = service;
    const [restart, times] = service.restart.split(':');

    expect(containers[name]).toEqual({
      user: service.user,
      read_only: service.read_only,
      capabilities: { add: [], drop: service.cap_drop },
      security_opts: service.security_opt,
      init: service.init,
      restart,
      max_retry_count: Number(times),
      stop_timeout: seconds(service.stop_grace_period),
      memory: parseInt(service.mem_limit),
      memory_swap: parseInt(service.memswap_limit),
      cpus: service.cpus,
      log_driver: service.logging.driver,
      log_opts: service.logging.options,
      healthcheck: {
        test: probe.test,
        interval: seconds(probe.interval),
        timeout: seconds(probe.timeout),
        start_period: seconds(probe.start_period),
        retries: probe.retries,
      },
      // the one file mounts the configuration, the other passes it on
      environment: without(service.environment ?? {}, 'NGINX_CONF_FILE'),
      networks: [...service.networks].sort(),
      starts_after: Object.keys(service.depends_on ?? {}).sort(),
      ports: (service.ports ?? []).map((port) => port.split(':').at(-1)).sort(),
      volumes: (service.volumes ?? [])
        .map((volume) => volume.split(':').slice(-1)[0])
        .filter((path) => path !== 'ro'),
    });
  });
});

/** Who is on each network of the compose file, sorted. */
function membersOf({ services }: typeof file): Record<string, string[]> {
  const members: Record<string, string[]> = {};
  for (const [name, { networks }] of Object.entries(services)) {
    for (const network of networks) members[network] = [...(members[network] ?? []), name].sort();
  }
  return members;
}

type Container = Readonly<Record<string, unknown>> & {
  readonly name: string;
  readonly cpu_period: number;
  readonly cpu_quota: number;
  readonly healthcheck: Readonly<Record<string, string>>;
  readonly env: readonly string[];
  readonly networks_advanced: readonly { readonly name: string }[];
  readonly depends_on?: readonly string[];
  readonly ports: readonly { readonly internal: number }[];
  readonly volumes: readonly { readonly container_path: string }[];
};

/** The networks and containers of the stack local in the words of the compose file. */
function localStack(): {
  readonly networks: Readonly<Record<string, unknown>>;
  readonly containers: Readonly<Record<string, unknown>>;
} {
  const settings = { environment: 'e', httpsPort: 8443, httpPort: 8080, disposable: false };
  const app = Testing.app();
  const stack = new LocalStack(app, 'local', { settings, system, proxyImage, cacheImage });
  const { resource = {} } = synthStack(app, stack).json;
  const named = (type: string) =>
    Object.entries(resource[type] ?? {}).map(
      ([id, block]) => [`${type}.${id}`, String(block.name).replace(/^e-/, ''), block] as const,
    );
  const nameAt = Object.fromEntries(
    ['docker_network', 'docker_container'].flatMap((type) =>
      named(type).map(([address, name]) => [address, name]),
    ),
  );
  return {
    networks: Object.fromEntries(
      named('docker_network').map(([, name, { internal }]) => [name, internal]),
    ),
    containers: Object.fromEntries(
      named('docker_container').map(([, name, block]) => [
        name,
        inComposeWords(block as Container, nameAt),
      ]),
    ),
  };
}

function inComposeWords(
  container: Container,
  nameAt: Readonly<Record<string, string | undefined>>,
): object {
  const { test, interval, timeout, start_period, retries } = container.healthcheck;
  const variables = container.env.map((one) => one.split(/=(.*)/s).slice(0, 2));
  const alike = ['user', 'read_only', 'capabilities', 'security_opts', 'init', 'restart'];
  const limits = ['max_retry_count', 'stop_timeout', 'memory', 'memory_swap'];
  const logs = ['log_driver', 'log_opts'];
  return {
    ...Object.fromEntries([...alike, ...limits, ...logs].map((key) => [key, container[key]])),
    cpus: container.cpu_quota / container.cpu_period,
    healthcheck: {
      test,
      interval: seconds(interval!),
      timeout: seconds(timeout!),
      start_period: seconds(start_period!),
      retries,
    },
    environment: without(Object.fromEntries(variables) as Record<string, string>, 'NGINX_CONF'),
    networks: container.networks_advanced
      .map(({ name }) => nameAt[name.replace(/^\$\{|\.id\}$/g, '')])
      .sort(),
    starts_after: (container.depends_on ?? []).map((address) => nameAt[address]).sort(),
    ports: container.ports.map(({ internal }) => String(internal)).sort(),
    volumes: container.volumes.map(({ container_path }) => container_path),
  };
}

/** Seconds of a duration as Docker writes it: `1m0s`, `60s`. */
function seconds(duration: string): number {
  const [, minutes = '0', rest = '0'] = /^(?:(\d+)m)?(?:(\d+)s)?$/.exec(duration) ?? [];
  return Number(minutes) * 60 + Number(rest);
}

function without(record: Readonly<Record<string, string>>, key: string): Record<string, string> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
}

import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { peerByName } from '../../constructs/core/connection';
import { resolveWorkload } from '../../constructs/core/workload';
import { dockerPlatform } from '../../constructs/nginx/platform';
import { proxyWorkload } from '../../constructs/nginx/proxy-workload';
import { proxyImage, system } from '../../services/system';
import { renderLocalConfig } from './proxy-config';

interface ComposeService {
  readonly build: string;
  readonly image: string;
  readonly user: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck: { readonly test: readonly string[] };
  readonly networks: readonly string[];
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly read_only: boolean;
  readonly cap_drop: readonly string[];
  readonly stop_grace_period: string;
}

const file = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }) as {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
};
const workloads = {
  ...system.workloads,
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

  it('publishes the proxy alone, on loopback alone', () => {
    for (const [name, { ports = [], networks }] of Object.entries(file.services)) {
      const proxy = name === 'reverse-proxy';

      expect(ports).toHaveLength(proxy ? 2 : 0);
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
      expect(networks).toEqual(proxy ? ['backends', 'entrance'] : ['backends']);
    }
    expect(file.networks.backends).toEqual({ internal: true });
  });
});

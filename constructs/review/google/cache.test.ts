import { Model } from '../model';
import { googleGraph } from './graph';

const cache = 'google_memorystore_instance.sessions';
const addresses = `\${formatlist("%s/32", flatten(${cache}.endpoints[*].connections[*].psc_auto_connection[*].ip_address))}`;

/** A service in a network, with tags. */
function run(name: string, tags: readonly string[], network = 'main') {
  const vpc = { egress: 'PRIVATE_RANGES_ONLY', network_interfaces: [{ network, tags }] };
  return {
    name,
    location: 'europe-west1',
    ingress: 'INGRESS_TRAFFIC_INTERNAL_ONLY',
    template: {
      vpc_access: vpc,
      containers: [{ name, image: 'x', ports: { container_port: 80 } }],
    },
  };
}

const deny = {
  network: 'main',
  direction: 'EGRESS',
  priority: 1000,
  destination_ranges: addresses,
  deny: [{ protocol: 'all' }],
};
const allow = {
  ...deny,
  priority: 900,
  deny: undefined,
  allow: [{ protocol: 'tcp', ports: ['6379'] }],
  target_tags: ['client'],
};

/** The ways to the cache, as text. */
function ways(rules: Readonly<Record<string, object>>): string[] {
  const graph = googleGraph(
    new Model({
      resource: {
        google_memorystore_instance: {
          sessions: {
            instance_id: 'sessions',
            desired_auto_created_endpoints: [{ network: 'main', project_id: 'p' }],
          },
        },
        google_cloud_run_v2_service: {
          api: run('api', ['client']),
          web: run('web', []),
          far: run('far', ['client'], 'other'),
        },
        google_compute_firewall: rules,
      },
    }),
  );
  return graph.edges
    .filter(({ to }) => to === 'sessions')
    .map(({ from, ports, verdict }) => `${from} ${ports.from} ${verdict}`)
    .sort();
}

describe('a cache of Memorystore', () => {
  it('is reached by everybody in its network where no rule stops them', () => {
    expect(ways({})).toEqual(['api 6379 reachable', 'web 6379 reachable']);
  });

  it('is reached by nobody behind a denial, and by a tag that a rule before it lets through', () => {
    expect(ways({ deny })).toEqual([]);
    expect(ways({ deny, allow })).toEqual(['api 6379 reachable']);
  });

  it('is closed where the denial comes first, or has the same number', () => {
    expect(ways({ deny: { ...deny, priority: 100 }, allow })).toEqual([]);
    expect(ways({ deny: { ...deny, priority: 900 }, allow })).toEqual([]);
  });

  it('is open again where the denial is disabled, or is of another network', () => {
    const all = ['api 6379 reachable', 'web 6379 reachable'];

    expect(ways({ deny: { ...deny, disabled: true } })).toEqual(all);
    expect(ways({ deny: { ...deny, network: 'other' } })).toEqual(all);
  });
});

import { type TerraformStack, Token } from 'cdktf';
import { synth } from '../core/synth';
import { Cache, type CacheProps } from './cache';
import { service, serviceNamed, templateOf } from './cloud-run-service.fixture';
import { testRegion } from './region.fixture';

/** A cache, one service that uses it and one that does not. */
function synthWith(changes: Partial<CacheProps> = {}) {
  return synth((scope) => {
    const region = testRegion(scope);
    const cache = new Cache(scope, 'Sessions', { region, ...changes });
    service(scope, 'Api', { region }).connectTo(cache, ({ url }) => ({ REDIS_URL: url }));
    service(scope, 'Web', { region });
  });
}

interface Access {
  readonly network_interfaces: readonly { readonly tags: readonly string[] }[];
}

describe('Cache', () => {
  const stack = synthWith();
  const tagsOf = (name: string) =>
    (templateOf(serviceNamed(stack, name)).vpc_access as Access).network_interfaces[0]!.tags;

  it('is an instance inside the network, with a copy in another zone', () => {
    expect(stack.one('google_memorystore_instance')).toEqual({
      instance_id: 'prod-sessions',
      project: 'my-project',
      location: 'europe-west1',
      mode: 'CLUSTER_DISABLED',
      shard_count: 1,
      replica_count: 1,
      node_type: 'STANDARD_SMALL',
      engine_version: 'VALKEY_8_0',
      engine_configs: { 'maxmemory-policy': 'noeviction' },
      zone_distribution_config: { mode: 'MULTI_ZONE' },
      authorization_mode: 'AUTH_DISABLED',
      transit_encryption_mode: 'TRANSIT_ENCRYPTION_DISABLED',
      persistence_config: { mode: 'DISABLED' },
      maintenance_policy: {
        weekly_maintenance_window: [
          { day: 'SUNDAY', start_time: { hours: 3, minutes: 0, seconds: 0, nanos: 0 } },
        ],
      },
      desired_auto_created_endpoints: [
        { project_id: 'my-project', network: 'projects/my-project/global/networks/main' },
      ],
      deletion_protection_enabled: true,
      labels: { environment: 'prod' },
      depends_on: [
        expect.stringMatching(/^google_network_connectivity_service_connection_policy\./) as string,
      ],
    });
  });

  it('takes its addresses out of the subnet of the services', () => {
    expect(stack.one('google_network_connectivity_service_connection_policy')).toMatchObject({
      name: 'prod-caches',
      service_class: 'gcp-memorystore',
      psc_config: {
        subnetworks: ['projects/my-project/regions/europe-west1/subnetworks/main'],
      },
    });
  });

  it('is shut for the whole network, and open on its port for its callers', () => {
    const deny = stack.where('google_compute_firewall', 'name', 'prod-sessions-deny-others');
    const allow = stack.where('google_compute_firewall', 'name', 'prod-sessions-allow-clients');

    expect(deny).toMatchObject({
      direction: 'EGRESS',
      priority: 1000,
      deny: [{ protocol: 'all' }],
    });
    expect(deny).not.toHaveProperty('target_tags');
    expect(allow).toMatchObject({
      direction: 'EGRESS',
      priority: 900,
      target_tags: ['prod-sessions-client'],
      allow: [{ protocol: 'tcp', ports: ['6379'] }],
    });
    for (const { destination_ranges } of [deny, allow]) {
      expect(destination_ranges).toMatch(
        /^\$\{formatlist\("%s\/32", flatten\(google_memorystore_instance\..*ip_address\)\)\}$/,
      );
    }
  });

  it('gives its tag to its callers alone', () => {
    expect(tagsOf('prod-api')).toEqual(['prod-sessions-client']);
    expect(tagsOf('prod-web')).toEqual([]);
  });

  it('is told to its callers by the address that takes writes, once the way is open', () => {
    const api = serviceNamed(stack, 'prod-api');

    expect(templateOf(api).containers[0]!.env).toEqual([
      {
        name: 'REDIS_URL',
        value: expect.stringMatching(
          /^redis:\/\/\$\{zipmap\(flatten\(.*connection_type\), flatten\(.*ip_address\)\)\["CONNECTION_TYPE_PRIMARY"\]\}:6379$/,
        ) as string,
      },
    ]);
    expect(api.depends_on).toEqual([
      expect.stringMatching(/^google_compute_firewall\..*AllowClients/) as string,
    ]);
  });

  it('may be small, in one zone, forget what is old and be deleted', () => {
    const small = synthWith({
      nodeType: 'SHARED_CORE_NANO',
      nodes: 1,
      zone: 'europe-west1-b',
      eviction: 'allkeys-lru',
      deletionProtection: false,
    });

    expect(small.one('google_memorystore_instance')).toMatchObject({
      node_type: 'SHARED_CORE_NANO',
      replica_count: 0,
      zone_distribution_config: { mode: 'SINGLE_ZONE', zone: 'europe-west1-b' },
      engine_configs: { 'maxmemory-policy': 'allkeys-lru' },
      deletion_protection_enabled: false,
    });
  });

  it('uses a policy that the network has, and shares the one that it makes', () => {
    const two = synth((scope) => {
      const region = testRegion(scope);
      new Cache(scope, 'A', { region });
      new Cache(scope, 'B', { region });
    });

    expect(synthWith({ existingConnectionPolicy: true }).counts()).not.toHaveProperty(
      'google_network_connectivity_service_connection_policy',
    );
    expect(two.counts()).toMatchObject({
      google_memorystore_instance: 2,
      google_network_connectivity_service_connection_policy: 1,
    });
  });

  it('fails with every wrong prop at once', () => {
    expect(() => synthWith({ nodes: 4, zone: 'us-central1-a', name: 'X' })).toThrow(
      /'name' must start[^]*'nodes' must be 1, 2 or 3, got 4[^]*'zone' must be one of the region 'europe-west1', got 'us-central1-a'/,
    );
    expect(() => synthWith({ name: 'n'.repeat(50) })).toThrow(/firewall name/);
  });

  it('fails when only Terraform knows how many nodes there are', () => {
    expect(() => synthWith({ nodes: Token.asNumber({ resolve: () => 2 }) })).toThrow(
      /'nodes' must be a plain number/,
    );
  });

  it('fails when a service of another region is connected to it', () => {
    const build = (scope: TerraformStack): void => {
      const cache = new Cache(scope, 'Sessions', { region: testRegion(scope) });
      const other = testRegion(cache, { environment: 'test' });
      service(scope, 'Api', { region: other }).connectTo(cache);
    };

    expect(() => synth(build)).toThrow(/lets 'api' use what is in another 'region'/);
  });
});

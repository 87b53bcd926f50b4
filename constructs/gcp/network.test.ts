import { synth, type SynthesizedStack } from '../core/synth';
import { type ExistingNetworkProps, Network, type NetworkProps } from './network';

const required: NetworkProps = {
  environment: 'prod',
  projectId: 'my-project',
  location: 'europe-west1',
};

function networkWith(props: Partial<NetworkProps> = {}): SynthesizedStack {
  return synth((stack) => {
    new Network(stack, 'Network', { ...required, ...props });
  });
}

describe('Network', () => {
  const stack = networkWith();

  it('is one subnet, one zone, one route and one closed door', () => {
    expect(stack.counts()).toEqual({
      google_compute_firewall: 1,
      google_compute_network: 1,
      google_compute_route: 1,
      google_compute_subnetwork: 1,
      google_dns_managed_zone: 1,
      google_dns_record_set: 2,
    });
  });

  it('makes no subnets and no way to the internet by itself', () => {
    expect(stack.one('google_compute_network')).toMatchObject({
      name: 'prod-network',
      project: 'my-project',
      auto_create_subnetworks: false,
      delete_default_routes_on_create: true,
      routing_mode: 'REGIONAL',
    });
  });

  it('reaches Google privately and notes what flows', () => {
    expect(stack.one('google_compute_subnetwork')).toMatchObject({
      name: 'prod-network-services',
      region: 'europe-west1',
      ip_cidr_range: '10.0.0.0/22',
      private_ip_google_access: true,
      stack_type: 'IPV4_ONLY',
      log_config: {
        aggregation_interval: 'INTERVAL_10_MIN',
        flow_sampling: 0.5,
        metadata: 'INCLUDE_ALL_METADATA',
      },
    });
  });

  it('lets nothing in', () => {
    expect(stack.one('google_compute_firewall')).toMatchObject({
      direction: 'INGRESS',
      disabled: false,
      source_ranges: ['0.0.0.0/0'],
      deny: [{ protocol: 'all' }],
    });
    expect(stack.one('google_compute_firewall')).not.toHaveProperty('allow');
  });

  it('leads run.app and everything below it to the private addresses of Google', () => {
    expect(stack.one('google_dns_managed_zone')).toMatchObject({
      dns_name: 'run.app.',
      visibility: 'private',
      private_visibility_config: {
        networks: [
          { network_url: expect.stringMatching(/^\$\{google_compute_network\./) as string },
        ],
      },
    });
    const addresses = [8, 9, 10, 11].map((last) => `199.36.153.${last}`);
    for (const name of ['run.app.', '*.run.app.']) {
      expect(stack.where('google_dns_record_set', 'name', name)).toMatchObject({
        type: 'A',
        ttl: 300,
        rrdatas: addresses,
      });
    }
  });

  it('has a route to those addresses and to no other', () => {
    expect(stack.one('google_compute_route')).toMatchObject({
      dest_range: '199.36.153.8/30',
      next_hop_gateway: 'default-internet-gateway',
    });
  });

  it('takes another range and another name', () => {
    const other = networkWith({ cidr: '10.8.0.0/24', name: 'inner' });

    expect(other.one('google_compute_subnetwork')).toMatchObject({
      name: 'prod-inner-services',
      ip_cidr_range: '10.8.0.0/24',
    });
  });

  it('knows how many instances it has addresses for', () => {
    synth((scope) => {
      expect(new Network(scope, 'A', required).maxInstances).toBe(510);
      expect(
        new Network(scope, 'B', { ...required, name: 'b', maxInstances: 7 }).maxInstances,
      ).toBe(7);
    });
  });

  it.each<[string, Partial<NetworkProps>, RegExp]>([
    ['no range', { cidr: '10.0.0.0' }, /'cidr' must be an IPv4 range .* got '10.0.0.0'/],
    ['a range that starts in between', { cidr: '10.0.1.0/22' }, /starts where its size allows/],
    ['numbers that are none', { cidr: '10.0.0.300/26' }, /'cidr' must be an IPv4 range/],
    ['a public range', { cidr: '8.8.0.0/22' }, /'cidr' must be a private range, got '8.8.0.0\/22'/],
    ['addresses of a link', { cidr: '169.254.0.0/22' }, /'cidr' must be a private range/],
    ['addresses of the machine itself', { cidr: '127.0.0.0/22' }, /'cidr' must be a private range/],
    ['addresses of groups', { cidr: '224.0.0.0/22' }, /'cidr' must be a private range/],
    ['the addresses of Google', { cidr: '199.36.153.0/26' }, /'cidr' must be a private range/],
    [
      'more than the private range that it starts in',
      { cidr: '172.0.0.0/8' },
      /'cidr' must be a private range, got '172.0.0.0\/8'/,
    ],
    ['too small a range', { cidr: '10.0.0.0/27' }, /'cidr' must be \/26 or larger/],
    [
      'more instances than addresses',
      { cidr: '10.0.0.0/26', maxInstances: 31 },
      /holds 30 instances/,
    ],
    ['no instances', { maxInstances: 0 }, /'maxInstances' must be .* got 0/],
    ['an environment that is none', { environment: 'Prod' }, /'environment' must start/],
    ['a name that is none', { name: 'my net' }, /'name' must start/],
    ['a name too long', { name: 'n'.repeat(50) }, /'name' makes the firewall name/],
    ['a project number', { projectId: '123456' }, /'projectId' must be the id .* got '123456'/],
    ['a zone for a region', { location: 'europe-west1-b' }, /'location' must be a region/],
  ])('fails when it has %s', (_, props, message) => {
    expect(() => networkWith(props)).toThrow(message);
  });

  it('holds exactly as many instances as it says', () => {
    expect(() => networkWith({ cidr: '10.0.0.0/26', maxInstances: 30 })).not.toThrow();
  });
});

describe('Network.fromIds', () => {
  const existing: ExistingNetworkProps = {
    projectId: 'shared-project',
    location: 'europe-west1',
    networkId: 'projects/shared-project/global/networks/main',
    subnetworkId: 'projects/shared-project/regions/europe-west1/subnetworks/main',
    cidr: '10.0.0.0/26',
  };

  it('makes nothing and looks nothing up', () => {
    const stack = synth((scope) => {
      expect(Network.fromIds(scope, 'Network', existing)).toMatchObject({
        ...existing,
        maxInstances: 30,
        egressDependencies: [],
      });
    });

    expect(stack.counts()).toEqual({});
  });

  it.each<[string, Partial<ExistingNetworkProps>, RegExp]>([
    ['a bare name', { networkId: 'main' }, /'networkId' must be the id of a VPC, got 'main'/],
    ['a bare subnet', { subnetworkId: 'main' }, /'subnetworkId' must be the id of a subnet/],
    ['a subnet elsewhere', { location: 'us-central1' }, /must be in 'location' \('us-central1'\)/],
    ['a subnet too small', { cidr: '10.0.0.0/28' }, /'cidr' must be \/26 or larger/],
  ])('fails when it has %s', (_, changes, message) => {
    expect(() =>
      synth((scope) => void Network.fromIds(scope, 'Network', { ...existing, ...changes })),
    ).toThrow(message);
  });
});

import {
  type Block,
  graphOf,
  network,
  openService,
  pair,
  reasons,
  type Resources,
  service,
  through,
  together,
  ways,
  zone,
} from './stack.fixture';

const record = (more: Block): Resources => ({
  google_dns_record_set: {
    wildcard: {
      managed_zone: 'run-app',
      name: '*.run.app.',
      type: 'A',
      rrdatas: ['199.36.153.8'],
      ...more,
    },
  },
});
const apex = (name: string, rrdatas: unknown): Resources => ({
  google_dns_record_set: { apex: { managed_zone: 'run-app', name, type: 'A', rrdatas } },
});
const noDefaultRoute = network({ delete_default_routes_on_create: true });
const route = (more: Block): Resources => ({
  google_compute_route: {
    r: {
      network: '${google_compute_network.net.id}',
      dest_range: '199.36.153.8/30',
      next_hop_gateway: 'default-internet-gateway',
      ...more,
    },
  },
});
const firewall = (more: Block): Resources => ({
  google_compute_firewall: {
    f: { network: 'net', direction: 'EGRESS', deny: [{ protocol: 'all' }], ...more },
  },
});
const reached = ['web -> api 8080'];
const perhaps = ['web -> api 8080 ?'];

describe('the way to a service that takes internal requests alone', () => {
  it.each<[string, Resources]>([
    ['a private zone', {}],
    ['the addresses of restricted.googleapis.com', record({ rrdatas: ['199.36.153.4'] })],
    [
      'a zone for a.run.app',
      together(zone({ dns_name: 'a.run.app.' }), record({ name: '*.a.run.app.' })),
    ],
    [
      'a zone for its region',
      together(
        zone({ dns_name: 'europe-west1.run.app.' }),
        record({ name: '*.europe-west1.run.app.' }),
      ),
    ],
    [
      'an alias',
      together(
        record({ type: 'CNAME', rrdatas: ['run.app.'] }),
        apex('run.app.', ['199.36.153.9']),
      ),
    ],
    ['an alias of Google', record({ type: 'CNAME', rrdatas: ['private.googleapis.com.'] })],
    ['a route of its own', together(noDefaultRoute, route({}))],
    ['a firewall that only allows', firewall({ deny: [], allow: [{ protocol: 'tcp' }] })],
    ['a firewall that is off', firewall({ disabled: true })],
    ['a firewall on what enters', firewall({ direction: 'INGRESS' })],
    [
      'a network by its name',
      service('web', {
        env: [],
        vpcAccess: { network_interfaces: { network: 'net', subnetwork: 'sub' } },
      }),
    ],
    [
      'a connector',
      together(
        service('web', { vpcAccess: { connector: '${google_vpc_access_connector.c.id}' } }),
        {
          google_vpc_access_connector: {
            c: { name: 'c', subnet: { name: '${google_compute_subnetwork.sub.name}' } },
          },
        },
      ),
    ],
  ])('is open through %s', (_, more) => {
    expect(ways(graphOf(together(pair(), more)))).toEqual(reached);
  });

  it.each<[string, Resources]>([
    ['an egress that cannot be told', service('web', { vpcAccess: through('${var.egress}') })],
    [
      'a network that cannot be told',
      service('web', { vpcAccess: { network_interfaces: [{ network: '${var.net}' }] } }),
    ],
    [
      'a network made elsewhere',
      service('web', {
        vpcAccess: {
          network_interfaces: [{ network: 'projects/shop/global/networks/old', subnetwork: 'old' }],
        },
      }),
    ],
    [
      'a connector made elsewhere',
      service('web', { vpcAccess: { connector: 'projects/p/locations/l/connectors/c' } }),
    ],
    ['access that is made by an expression', service('web', { vpcAccess: '${var.access}' })],
    ['a network of another project', service('api', { more: { project: 'other' } })],
    [
      'private Google access that cannot be told',
      network({}, { private_ip_google_access: '${var.on}' }),
    ],
    ['a zone that asks elsewhere', zone({ forwarding_config: {} })],
    ['a zone whose name cannot be told', zone({ dns_name: '${var.name}' })],
    ['a zone whose networks cannot be told', zone({ private_visibility_config: '${var.config}' })],
    ['a record whose name cannot be told', record({ name: '${var.name}' })],
    ['other addresses', record({ rrdatas: ['10.0.0.5'] })],
    ['addresses of both kinds', record({ rrdatas: ['199.36.153.8', '10.0.0.5'] })],
    ['an alias that leads nowhere', record({ type: 'CNAME', rrdatas: ['x.run.app.'] })],
    ['an alias of itself', record({ type: 'CNAME', rrdatas: ['*.run.app.'] })],
    ['a firewall that denies', firewall({})],
    [
      'a route to something else',
      together(noDefaultRoute, route({ next_hop_gateway: undefined, next_hop_ip: '10.0.0.9' })),
    ],
    ['a route for a tag that it has not', together(noDefaultRoute, route({ tags: ['x'] }))],
  ])('is not known through %s', (_, more) => {
    const graph = graphOf(together(pair(), more));

    expect(ways(graph)).toEqual(perhaps);
    expect(graph.broken).toEqual([]);
  });

  it.each<[string, Resources, RegExp]>([
    [
      'VPC egress',
      service('web', { env: pairEnv() }),
      /web sends nothing through a network; give it a vpc_access/,
    ],
    [
      'a zone',
      { google_dns_managed_zone: { run: { name: 'other', dns_name: 'example.org.' } } },
      /no private zone leads run.app into google_compute_network.net; add a google_dns_managed_zone/,
    ],
    ['a private zone', zone({ visibility: 'public' }), /no private zone/],
    [
      'a zone of its network',
      zone({ private_visibility_config: { networks: { network_url: 'other' } } }),
      /no private zone/,
    ],
    ['a record', record({ name: 'x.run.app.' }), /has no record for \*\.run\.app\.; add one/],
    [
      'addresses of Google',
      record({ rrdatas: ['8.8.8.8'] }),
      /leads the names of services out of the network; use/,
    ],
    [
      'private Google access',
      network({}, { private_ip_google_access: false }),
      /has no private Google access; set/,
    ],
    ['a route', noDefaultRoute, /has no route to 199\.36\.153\.8\/30; add a google_compute_route/],
    [
      'a route that leads there',
      together(noDefaultRoute, route({ dest_range: '10.0.0.0/8' })),
      /has no route/,
    ],
    [
      'an address',
      service('api', { more: { default_uri_disabled: true } }),
      /api has no run.app address; set default_uri_disabled to false/,
    ],
    ['any ingress', service('api', { ingress: 'INGRESS_TRAFFIC_NONE' }), /api takes no requests/],
  ])('is closed without %s', (_, more, reason) => {
    const graph = graphOf(together(pair(), more));

    expect(ways(graph)).toEqual([]);
    expect(reasons(graph)).toEqual([expect.stringMatching(reason)]);
    expect(graph.whyNot?.('web', 'api')).toMatch(reason);
  });

  it('needs no zone where all traffic goes through the network', () => {
    const all = together(
      pair({ vpcAccess: through('ALL_TRAFFIC') }),
      zone({ dns_name: 'example.org.' }),
    );

    expect(ways(graphOf(all))).toEqual(reached);
  });

  it('does not count the NAT gateway as internal', () => {
    const graph = graphOf(
      together(
        pair({ vpcAccess: through('ALL_TRAFFIC') }),
        zone({ dns_name: 'example.org.' }),
        network({}, { private_ip_google_access: false }),
        nat({}),
      ),
    );

    expect(reasons(graph)).toEqual([expect.stringContaining('private_ip_google_access')]);
  });

  it('tells every step of the way', () => {
    const [edge] = graphOf(pair()).edges;

    expect(edge?.steps).toEqual([
      {
        address: 'google_cloud_run_v2_service_iam_member.web-api',
        text: 'lets google_service_account.web invoke api',
      },
      {
        address: 'google_cloud_run_v2_service.web',
        text: 'sends what is for private addresses through its network',
      },
      { address: 'google_dns_managed_zone.run', text: 'answers for run.app.' },
      {
        address: 'google_dns_record_set.wildcard',
        text: 'leads the names of services to 199.36.153.8/30',
      },
      {
        address: 'google_compute_subnetwork.sub',
        text: 'lets its instances reach the services of Google',
      },
      { address: 'google_compute_network.net', text: 'has its default route' },
      { address: 'google_cloud_run_v2_service.api', text: 'takes internal requests' },
    ]);
  });
});

describe('the way to a service that takes requests from everywhere', () => {
  const all = 'INGRESS_TRAFFIC_ALL';

  it.each<[string, Resources]>([
    ['no network', service('web', { env: pairEnv() })],
    ['a network without a zone', zone({ dns_name: 'example.org.' })],
    ['another project', service('api', { ingress: all, more: { project: 'other' } })],
  ])('is open through %s', (_, more) => {
    expect(ways(graphOf(together(pair({}, { ingress: all }), more)))).toEqual(reached);
  });

  it('is closed where the zone has no record for it', () => {
    const graph = graphOf(together(pair({}, { ingress: all }), record({ name: 'x.run.app.' })));

    expect(reasons(graph)).toEqual([expect.stringContaining('has no record for *.run.app.')]);
  });

  it('is closed where the zone leads into a network without private Google access', () => {
    const graph = graphOf(
      together(pair({}, { ingress: all }), network({}, { private_ip_google_access: false })),
    );

    expect(reasons(graph)).toEqual([expect.stringContaining('private_ip_google_access')]);
  });
});

describe('the way out', () => {
  const out = (resources: Resources): string[] =>
    graphOf(resources).exits.map(({ to, verdict }) => `${to} ${verdict}`);
  const everything = together(openService('web', { vpcAccess: through('ALL_TRAFFIC') }), network());

  it.each<[string, Resources, string[]]>([
    ['leads by Google without a network', openService('web'), ['internet reachable']],
    [
      'leads by Google beside a network',
      together(openService('web', { vpcAccess: through() }), network()),
      ['internet reachable'],
    ],
    ['is closed without a gateway', everything, []],
    ['leads through a gateway', together(everything, nat({})), ['internet reachable']],
    [
      'is closed by a gateway of another region',
      together(everything, nat({ region: 'us-east1' })),
      [],
    ],
    ['is closed by a private gateway', together(everything, nat({ type: 'PRIVATE' })), []],
    [
      'is closed by a gateway of another subnet',
      together(
        everything,
        nat({
          source_subnetwork_ip_ranges_to_nat: 'LIST_OF_SUBNETWORKS',
          subnetwork: [{ name: 'other' }],
        }),
      ),
      [],
    ],
    [
      'leads through a gateway of its subnet',
      together(
        everything,
        nat({
          source_subnetwork_ip_ranges_to_nat: 'LIST_OF_SUBNETWORKS',
          subnetwork: { name: '${google_compute_subnetwork.sub.id}' },
        }),
      ),
      ['internet reachable'],
    ],
    ['is closed without a default route', together(everything, nat({}), noDefaultRoute), []],
    [
      'is not known through a gateway of a router that cannot be told',
      together(everything, nat({ router: '${var.router}' })),
      ['internet unknown'],
    ],
    [
      'is not known past a firewall',
      together(everything, nat({}), firewall({})),
      ['internet unknown'],
    ],
    [
      'is not known through a network made elsewhere',
      openService('web', {
        vpcAccess: { egress: 'ALL_TRAFFIC', network_interfaces: [{ network: 'default' }] },
      }),
      ['internet unknown'],
    ],
  ])('%s', (_, resources, expected) => {
    expect(out(resources)).toEqual(expected);
  });
});

function nat(more: Block): Resources {
  return {
    google_compute_router: { r: { name: 'r', region: 'europe-west1', network: 'net' } },
    google_compute_router_nat: {
      n: {
        router: '${google_compute_router.r.name}',
        source_subnetwork_ip_ranges_to_nat: 'ALL_SUBNETWORKS_ALL_IP_RANGES',
        ...more,
      },
    },
  };
}

function pairEnv(): Block[] {
  return [{ name: 'API', value: '${google_cloud_run_v2_service.api.uri}' }];
}

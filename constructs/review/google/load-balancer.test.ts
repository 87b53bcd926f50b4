import { oddVariants } from '../odd-value.fixture';
import {
  type Block,
  graphOf,
  openService,
  reasons,
  type Resources,
  service,
  together,
  ways,
} from './stack.fixture';

/** A service behind a load balancer, and every part of that balancer. */
function balanced(
  parts: {
    readonly ingress?: string;
    readonly rule?: Block;
    readonly proxy?: Block;
    readonly map?: Block;
    readonly backend?: Block;
    readonly group?: Block;
    readonly web?: Block;
  } = {},
): Resources {
  const { ingress = 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER' } = parts;
  return together(openService('web', { ingress, port: 3000, more: parts.web }), {
    google_compute_global_forwarding_rule: {
      https: {
        name: 'public',
        load_balancing_scheme: 'EXTERNAL_MANAGED',
        port_range: '443',
        target: '${google_compute_target_https_proxy.p.id}',
        ...parts.rule,
      },
    },
    google_compute_target_https_proxy: {
      p: { url_map: '${google_compute_url_map.m.id}', ...parts.proxy },
    },
    google_compute_url_map: {
      m: { default_service: '${google_compute_backend_service.b.id}', ...parts.map },
    },
    google_compute_backend_service: {
      b: {
        name: 'b',
        backend: [{ group: '${google_compute_region_network_endpoint_group.g.id}' }],
        ...parts.backend,
      },
    },
    google_compute_region_network_endpoint_group: {
      g: {
        name: 'g',
        network_endpoint_type: 'SERVERLESS',
        region: 'europe-west1',
        cloud_run: { service: '${google_cloud_run_v2_service.web.name}' },
        ...parts.group,
      },
    },
  });
}

const backend = '${google_compute_backend_service.b.id}';
const through = { default_service: undefined };
const matcher = (more: Block): Block => ({
  ...through,
  host_rule: [{ hosts: ['a.example.org'], path_matcher: 'all' }],
  path_matcher: [{ name: 'all', ...more }],
});
const aborted = (percentage: unknown): Block => ({
  fault_injection_policy: { abort: { http_status: 404, percentage } },
});
const armor = (rule: unknown): Resources => ({
  google_compute_security_policy: { s: { name: 's', rule } },
});
const filtered = { backend: { security_policy: '${google_compute_security_policy.s.id}' } };
const deny = (range: unknown): Block => ({
  action: 'deny(403)',
  priority: 1,
  match: { config: { src_ip_ranges: range } },
});
const reached = ['internet -> web 3000'];
const perhaps = ['internet -> web 3000 ?'];

describe('the way in through a load balancer', () => {
  it.each<[string, Resources]>([
    ['by default', balanced()],
    ['to a service that takes everything', balanced({ ingress: 'INGRESS_TRAFFIC_ALL' })],
    [
      'on plain HTTP',
      together(balanced({ rule: { target: '${google_compute_target_http_proxy.h.id}' } }), {
        google_compute_target_http_proxy: {
          h: { url_map: '${google_compute_url_map.m.self_link}' },
        },
      }),
    ],
    ['by a path matcher', balanced({ map: matcher({ default_service: backend }) })],
    [
      'by a path rule',
      balanced({ map: matcher({ path_rule: [{ paths: ['/x'], service: backend }] }) }),
    ],
    ['by a route rule', balanced({ map: matcher({ route_rules: { service: backend } }) })],
    [
      'by weights',
      balanced({
        map: {
          ...through,
          default_route_action: {
            weighted_backend_services: [{ backend_service: backend, weight: 1 }],
          },
        },
      }),
    ],
    [
      'where the balancer answers some requests itself',
      balanced({ map: { default_service: backend, default_route_action: aborted(99) } }),
    ],
    [
      'where the balancer answers a share that cannot be told',
      balanced({ map: { default_service: backend, default_route_action: aborted('${var.x}') } }),
    ],
    [
      'past a policy that filters some',
      together(
        balanced(filtered),
        armor([{ action: 'allow', priority: 2147483647 }, deny(['192.0.2.1/32'])]),
      ),
    ],
    ['past a policy without rules', together(balanced(filtered), armor([]))],
    [
      'of a region',
      together(balanced({ rule: { target: undefined } }), {
        google_compute_forwarding_rule: {
          r: {
            target: '${google_compute_region_target_https_proxy.p.id}',
            load_balancing_scheme: 'EXTERNAL_MANAGED',
          },
        },
        google_compute_region_target_https_proxy: {
          p: { url_map: '${google_compute_region_url_map.m.id}' },
        },
        google_compute_region_url_map: {
          m: { default_service: '${google_compute_region_backend_service.b.id}' },
        },
        google_compute_region_backend_service: {
          b: { backend: { group: '${google_compute_region_network_endpoint_group.g.id}' } },
        },
      }),
    ],
  ])('is open %s', (_, resources) => {
    expect(new Set(ways(graphOf(resources)))).toEqual(new Set(reached));
  });

  it.each<[string, Resources]>([
    [
      'past a policy that lets in a list',
      together(balanced(filtered), armor([{ action: 'deny(403)', priority: 2147483647 }])),
    ],
    ['past a policy that refuses everyone', together(balanced(filtered), armor([deny(['*'])]))],
    ['past a policy made elsewhere', balanced({ backend: { security_policy: 'other' } })],
    ['to a service whose ingress cannot be told', balanced({ ingress: '${var.ingress}' })],
    [
      'to a service with Identity-Aware Proxy, perhaps',
      balanced({ web: { iap_enabled: '${var.iap}' } }),
    ],
  ])('is not known %s', (_, resources) => {
    expect(new Set(ways(graphOf(resources)))).toContain(perhaps[0]);
  });

  it.each<[string, Resources]>([
    [
      'through a redirect',
      balanced({ map: { ...through, default_url_redirect: { https_redirect: true } } }),
    ],
    [
      'where the balancer answers everything itself',
      balanced({ map: { default_service: backend, default_route_action: aborted(100) } }),
    ],
    [
      'by a path matcher that no host uses',
      balanced({ map: { ...matcher({ default_service: backend }), host_rule: [] } }),
    ],
    ['inside the network', balanced({ rule: { load_balancing_scheme: 'INTERNAL_MANAGED' } })],
    ['past Identity-Aware Proxy', balanced({ backend: { iap: { enabled: true } } })],
    ['to a service that checks its callers', balanced({ web: { invoker_iam_disabled: false } })],
    ['to something else', balanced({ group: { cloud_run: [] } })],
    ['to a service of another region', balanced({ group: { region: 'us-east1' } })],
  ])('is closed %s', (_, resources) => {
    expect(ways(graphOf(resources))).toEqual([]);
  });

  it.each<[string, Resources, string]>([
    [
      'Identity-Aware Proxy',
      balanced({ backend: { iap: [{ enabled: true }] } }),
      'google_compute_backend_service.b',
    ],
    [
      'an internal balancer',
      balanced({ rule: { load_balancing_scheme: 'INTERNAL_MANAGED' } }),
      'google_compute_global_forwarding_rule.https',
    ],
    [
      'a mask of services',
      balanced({ group: { cloud_run: { url_mask: '<service>' } } }),
      'google_compute_region_network_endpoint_group.g',
    ],
    [
      'a target that cannot be told',
      balanced({ rule: { target: '${var.target}' } }),
      'google_compute_global_forwarding_rule.https',
    ],
    [
      'a map that cannot be told',
      balanced({ proxy: { url_map: '${var.map}' } }),
      'google_compute_target_https_proxy.p',
    ],
    [
      'matchers that cannot be told',
      balanced({ map: { path_matcher: '${var.matchers}' } }),
      'google_compute_url_map.m',
    ],
    [
      'a backend that cannot be told',
      balanced({ map: { default_service: '${var.b}' } }),
      'google_compute_url_map.m',
    ],
    [
      'groups that cannot be told',
      balanced({ backend: { backend: '${var.b}' } }),
      'google_compute_backend_service.b',
    ],
  ])('notes %s', (_, resources, address) => {
    expect(graphOf(resources).unknowns.map((unknown) => unknown.address)).toEqual([address]);
  });

  it('fails where the service takes internal requests alone', () => {
    expect(reasons(graphOf(balanced({ ingress: 'INGRESS_TRAFFIC_INTERNAL_ONLY' })))).toEqual([
      'public -> web: web takes no requests of load balancers; set its ingress to INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER',
    ]);
  });

  it('survives odd values in every place', () => {
    const whole = together(balanced(filtered), armor([deny(['*'])]));

    for (const variant of oddVariants(whole)) {
      expect(() => graphOf(variant as Resources)).not.toThrow();
    }
  });

  it('tells every step of the way', () => {
    const [edge] = graphOf(balanced()).edges;

    expect(edge?.through).toBe('public:443');
    expect(edge?.steps.map(({ address }) => address)).toEqual([
      'google_compute_global_forwarding_rule.https',
      'google_compute_url_map.m',
      'google_compute_region_network_endpoint_group.g',
      'google_cloud_run_v2_service.web',
      'google_cloud_run_v2_service.web',
    ]);
  });
});

describe('the way in at the own address of a service', () => {
  it.each<[string, Resources, string[]]>([
    [
      'without an ingress',
      openService('web', { more: { ingress: null, invoker_iam_disabled: true } }),
      ['internet -> web 8080'],
    ],
    [
      'behind load balancers',
      openService('web', { ingress: 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER' }),
      [],
    ],
    ['without an address', openService('web', { more: { default_uri_disabled: true } }), []],
    ['behind Identity-Aware Proxy', openService('web', { more: { iap_enabled: true } }), []],
    ['inside', service('web'), []],
    [
      'with an ingress that cannot be told',
      openService('web', { ingress: '${var.x}' }),
      ['internet -> web 8080 ?'],
    ],
  ])('%s', (_, resources, expected) => {
    expect(ways(graphOf(resources))).toEqual(expected);
  });

  it('is not known for a service of the old kind', () => {
    const graph = graphOf({ google_cloud_run_service: { old: { name: 'old' } } });

    expect(ways(graph)).toEqual(['internet -> old 0 ?']);
    expect(graph.unknowns).toHaveLength(1);
  });

  it('says why there is none', () => {
    expect(graphOf(service('web')).whyNot?.('internet', 'web')).toBe(
      'web does not take requests from the internet at its own address (ingress)',
    );
  });
});

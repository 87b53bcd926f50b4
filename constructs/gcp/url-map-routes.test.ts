import { Access, Route } from '../core/route';
import { synth } from '../core/synth';
import { CloudRunService } from './cloud-run-service';
import { LoadBalancer } from './load-balancer';
import { balancerWith, type Behind, required } from './load-balancer.fixture';
import { network, testRegion, workload } from './region.fixture';

type Use = (balancer: LoadBalancer, behind: Behind) => void;

const domain = { ...required.domain, alternativeNames: ['www.example.org'] };
const mapOf = (use: Use) =>
  balancerWith({ domain }, use).where('google_compute_url_map', 'name', 'prod-public');
const backend = (name: string) =>
  expect.stringMatching(
    new RegExp(`^\\$\\{google_compute_backend_service\\.LoadBalancer_Routes_${name}_\\w+\\.id\\}$`),
  ) as string;
const nobody = { fault_injection_policy: { abort: { http_status: 404, percentage: 100 } } };

describe('addRoute', () => {
  it('sends everything to one service', () => {
    const map = mapOf((balancer, behind) => balancer.addRoute(Route.path('/'), behind('Web')));

    expect(map.default_service).toEqual(backend('Web'));
    expect(map).not.toHaveProperty('default_route_action');
    expect(map.host_rule).toEqual([]);
  });

  it('leads to services with odd names', () => {
    const stack = balancerWith({}, (balancer, behind) => {
      ['resource', 'a1', 'a-1'].forEach((name, at) =>
        balancer.addRoute(Route.path(`/${name}`), behind(`S${at}`, { name })),
      );
    });

    expect(stack.all('google_compute_backend_service')).toHaveLength(3);
  });

  it('sends a path and everything below it elsewhere', () => {
    const map = mapOf((balancer, behind) => {
      balancer.addRoute(Route.path('/'), behind('Web'));
      balancer.addRoute(Route.path('/api'), behind('Api'));
    });

    expect(map.host_rule).toEqual([{ hosts: ['*'], path_matcher: 'every-host' }]);
    expect(map.path_matcher).toEqual([
      {
        name: 'every-host',
        default_service: backend('Web'),
        path_rule: [{ paths: ['/api', '/api/*'], service: backend('Api') }],
      },
    ]);
  });

  it('ends at the balancer what no route knows', () => {
    const map = mapOf((balancer, behind) => balancer.addRoute(Route.path('/api'), behind('Api')));

    expect(map.default_route_action).toEqual(nobody);
    expect(map.path_matcher).toEqual([expect.objectContaining({ default_route_action: nobody })]);
  });

  it('holds for one host, with the routes for every host that it has none for', () => {
    const map = mapOf((balancer, behind) => {
      balancer.addRoute(Route.path('/', { host: 'www.example.org' }), behind('Web'));
      balancer.addRoute(Route.path('/api'), behind('Api'));
    });

    expect(map.default_route_action).toEqual(nobody);
    expect(map.path_matcher).toEqual([
      expect.objectContaining({ name: 'every-host', default_route_action: nobody }),
      {
        name: expect.stringMatching(/^host-[0-9a-f]{8}$/) as string,
        default_service: backend('Web'),
        path_rule: [{ paths: ['/api', '/api/*'], service: backend('Api') }],
      },
    ]);
  });

  it('gives the same map in every order', () => {
    const host = 'www.example.org';
    const routes = [
      [Route.path('/'), 'Web'],
      [Route.path('/api'), 'Api'],
      [Route.path('/b'), 'B'],
      [Route.path('/a', { host }), 'A'],
      [Route.path('/c', { host }), 'C'],
    ] as const;
    const inOrder = (order: readonly (typeof routes)[number][]) =>
      balancerWith({ domain }, (balancer, behind) => {
        const services = new Map(routes.map(([, id]) => [id, behind(id)]));
        for (const [route, id] of order) balancer.addRoute(route, services.get(id)!);
      });

    expect(inOrder([...routes].reverse()).json).toEqual(inOrder(routes).json);
  });

  it('has one backend for all routes to a service', () => {
    const stack = balancerWith({}, (balancer, behind) => {
      const web = behind('Web');
      const [first, second] = ['/a', '/b'].map((path) => balancer.addRoute(Route.path(path), web));
      expect(first?.backend).toBe(second?.backend);
      expect(first?.backendName).toMatch(/^prod-public-web-[0-9a-f]{8}$/);
    });

    expect(stack.all('google_compute_backend_service')).toHaveLength(1);
  });

  it('leads a client to the nearest of several regions', () => {
    const stack = synth((scope) => {
      const services = ['europe-west1', 'us-central1'].map((location) => {
        const region = testRegion(scope, { network: { ...network, location } }, location);
        return new CloudRunService(scope, `Web-${location}`, {
          region,
          workload,
          name: 'web',
          exposure: 'load-balancer',
        });
      });
      new LoadBalancer(scope, 'LoadBalancer', required).addRoute(Route.path('/'), services);
    });
    const groups = stack.all('google_compute_region_network_endpoint_group');

    expect(groups.map(({ region }) => region)).toEqual(['europe-west1', 'us-central1']);
    expect(new Set(groups.map(({ name }) => name)).size).toBe(2);
    expect(stack.one('google_compute_backend_service').backend).toHaveLength(2);
  });

  it('moves a service to another region beside the old group, under the same backend', () => {
    const at = (location: string) =>
      synth((scope) => {
        const region = testRegion(scope, { network: { ...network, location } });
        const web = new CloudRunService(scope, 'Web', {
          region,
          workload,
          exposure: 'load-balancer',
        });
        new LoadBalancer(scope, 'LoadBalancer', required).addRoute(Route.path('/'), web);
      });
    const name = (location: string, type: string) => at(location).one(type).name;
    const group = 'google_compute_region_network_endpoint_group';
    const service = 'google_compute_backend_service';

    expect(name('europe-west1', group)).not.toBe(name('us-central1', group));
    expect(name('europe-west1', service)).toBe(name('us-central1', service));
  });

  it('fails when there is no route at all', () => {
    expect(() => balancerWith({}, () => undefined)).toThrow(/no route was added/);
  });

  it.each<[string, Use, RegExp]>([
    [
      'a service answers at its own address too',
      (balancer, behind) =>
        balancer.addRoute(Route.path('/'), behind('Web', { exposure: 'public' })),
      /'target' is 'web', whose 'exposure' is 'public', so that everyone can go around the balancer/,
    ],
    [
      'a service takes internal calls alone',
      (balancer, behind) =>
        balancer.addRoute(Route.path('/'), behind('Web', { exposure: 'internal' })),
      /'exposure' is 'internal', so that it takes no requests of a balancer/,
    ],
    [
      'a route asks for a login',
      (balancer, behind) =>
        balancer.addRoute(Route.path('/', { access: Access.password('x') }), behind('Web')),
      /route '\/': 'access' is set, but a load balancer cannot ask for a login/,
    ],
    [
      'a route has a timeout',
      (balancer, behind) =>
        balancer.addRoute(Route.path('/', { timeoutSeconds: 5 }), behind('Web')),
      /'timeoutSeconds' is set, but a load balancer cannot have a timeout of its own for Cloud Run/,
    ],
    [
      "a host is not the balancer's",
      (balancer, behind) =>
        balancer.addRoute(Route.path('/', { host: 'other.org' }), behind('Web')),
      /'host' must be one that leads to the balancer \(app.example.org, www.example.org\)/,
    ],
    [
      'a route comes twice',
      (balancer, behind) => {
        balancer.addRoute(Route.path('/'), behind('Web'));
        balancer.addRoute(Route.path('/'), behind('Api'));
      },
      /route '\/' was added before/,
    ],
    [
      'a route leads nowhere',
      (balancer) => balancer.addRoute(Route.path('/'), []),
      /route '\/' leads to no service/,
    ],
    [
      'one service has other regions in another route',
      (balancer, behind) => {
        const web = behind('Web');
        balancer.addRoute(Route.path('/'), web);
        balancer.addRoute(Route.path('/a'), [web, behind('Api')]);
      },
      /'target' 'web' has other regions than in another route; name the same services in both/,
    ],
    [
      'two services are in one region',
      (balancer, behind) => {
        balancer.addRoute(Route.path('/'), [behind('Web'), behind('Api')]);
      },
      /'target' has two services of one region.*\n.*'target' must be the same service in every region/,
    ],
  ])('fails when %s', (_, use, message) => {
    expect(() => balancerWith({ domain }, use)).toThrow(message);
  });
});

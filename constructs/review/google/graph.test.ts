import { oddVariants } from '../odd-value.fixture';
import {
  graphOf,
  grant,
  openService,
  pair,
  reasons,
  type Resources,
  service,
  together,
  ways,
  zone,
} from './stack.fixture';

describe('googleGraph', () => {
  it('names workloads and their ports', () => {
    expect(graphOf(service('web', { port: 3000 })).workloads).toEqual([
      { name: 'web', address: 'google_cloud_run_v2_service.web', port: 3000 },
    ]);
  });

  it('tells services of one name apart', () => {
    const { google_cloud_run_v2_service: named } = openService('web');
    const other = { ...(named?.web as object), location: 'us-east1', invoker_iam_disabled: false };
    const graph = graphOf(together(openService('web'), { google_cloud_run_v2_service: { other } }));

    expect(ways(graph)).toEqual(['internet -> web (google_cloud_run_v2_service.web) 8080']);
  });

  it.each<[string, unknown, string[]]>([
    [
      'of the same project',
      [{ alias: 'x', project: 'y' }, { project: 'shop' }],
      ['internet -> web 8080'],
    ],
    ['of another project', { project: 'other' }, []],
  ])('takes the project of the provider: a grant %s', (_, google, expected) => {
    const member = { name: 'web', role: 'roles/run.invoker', member: 'allUsers' };
    const resources = together(service('web', { ingress: 'INGRESS_TRAFFIC_ALL' }), {
      google_cloud_run_v2_service_iam_member: { m: member },
    });

    expect(ways(graphOf(resources, {}, { provider: { google } }))).toEqual(expected);
  });

  it('is empty without Google', () => {
    const { workloads, edges, exits, broken, unknowns } = graphOf({});

    expect([workloads, edges, exits, broken, unknowns].flat()).toEqual([]);
  });

  it.each([
    ['google_compute_network_peering'],
    ['google_access_context_manager_service_perimeter'],
    ['google_iap_web_backend_service_iam_member'],
    ['google_org_policy_policy'],
    ['google_compute_instance'],
  ])('notes %s, which it does not read', (type) => {
    expect(graphOf({ [type]: { a: {} } }).unknowns.map(({ address }) => address)).toEqual([
      `${type}.a`,
    ]);
  });

  it('notes subscriptions that push, and no others', () => {
    const graph = graphOf({
      google_pubsub_subscription: { push: { push_config: { push_endpoint: 'x' } }, pull: {} },
    });

    expect(graph.unknowns.map(({ address }) => address)).toEqual([
      'google_pubsub_subscription.push',
    ]);
  });

  it('notes the default account, which may be an editor', () => {
    expect(
      graphOf(service('web', { template: { service_account: null } })).unknowns[0]?.reason,
    ).toMatch(/may be an editor/);
  });

  it('survives odd values in every place', () => {
    const whole = together(
      pair(),
      zone(),
      { google_cloud_run_v2_service_iam_binding: { b: { name: 'api', members: ['allUsers'] } } },
      { google_compute_router_nat: { n: { router: 'r', subnetwork: [{ name: 'sub' }] } } },
    );

    for (const variant of oddVariants(whole)) {
      expect(() => graphOf(variant as Resources)).not.toThrow();
    }
  });

  it('survives names that mean something to JavaScript', () => {
    const name = '__proto__';
    const graph = graphOf(together(service('constructor'), grant('constructor', 'toString')), {
      [name]: { [name]: {} },
    });

    expect(graph.workloads.map(({ name: workload }) => workload)).toEqual(['constructor']);
  });

  it('judges thousands of services in about a second', () => {
    const names = Array.from({ length: 2000 }, (_, at) => `s${at}`);
    const { google_compute_network: net, google_compute_subnetwork: sub, ...rest } = pair();
    const parts = names.map((name, at) =>
      together(
        service(name, {
          vpcAccess: accessOf(),
          env: [{ name: 'A', value: `\${google_cloud_run_v2_service.s${at + 1}.uri}` }],
        }),
        grant(name, `s${at + 1}`),
      ),
    );
    const document: Record<string, Record<string, unknown>> = {};
    for (const part of [
      { google_compute_network: net, google_compute_subnetwork: sub },
      rest,
      ...parts,
    ]) {
      for (const [type, named] of Object.entries(part)) {
        document[type] = Object.assign(document[type] ?? {}, named);
      }
    }

    const start = performance.now();
    const graph = graphOf(document);

    expect(performance.now() - start).toBeLessThan(5000);
    expect(graph.edges).toHaveLength(2000);
  });

  it('finds nothing wrong with a pair that works', () => {
    const graph = graphOf(pair());

    expect(ways(graph)).toEqual(['web -> api 8080']);
    expect(reasons(graph)).toEqual([]);
    expect(graph.unknowns).toEqual([]);
  });
});

function accessOf(): object {
  return {
    network_interfaces: [
      {
        network: '${google_compute_network.net.id}',
        subnetwork: '${google_compute_subnetwork.sub.id}',
      },
    ],
  };
}

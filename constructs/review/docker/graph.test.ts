import { oddVariants } from '../odd-value.fixture';
import { type Blocks, graphOf, graphOfDocument, on, ways } from './stack.fixture';

const both = (network: Blocks = {}, web: Blocks = {}, api: Blocks = {}) =>
  graphOf(
    { web: on(['net'], { name: 'web', ...web }), api: on(['net'], { name: 'api', ...api }) },
    { net: { name: 'net', ...network } },
  );
const twice = ['api -> web', 'web -> api'];
const perhaps = ['api -> web ?', 'web -> api ?'];

describe('containers of one network', () => {
  it.each<[string, Blocks]>([
    ['a bridge', {}],
    ['an internal one', { internal: true }],
    ['one with other options', { options: { 'com.docker.network.driver.mtu': '1400' } }],
  ])('reach each other both ways on %s', (_, network) => {
    const graph = both(network);

    expect(ways(graph)).toEqual(twice);
    expect(graph.edges[0]?.ports).toEqual({ protocol: 'all', from: 0, to: 65535 });
    expect(graph.edges[0]?.steps.map(({ address }) => address)).toEqual([
      'docker_container.api',
      'docker_network.net',
      'docker_container.web',
    ]);
  });

  it.each<[string, Blocks, string[]]>([
    ['keeps them apart', { options: { 'com.docker.network.bridge.enable_icc': 'false' } }, []],
    ['may keep them apart', { options: '${var.options}' }, perhaps],
    ['is an overlay', { driver: 'overlay' }, perhaps],
    ['is a macvlan', { driver: 'macvlan' }, perhaps],
    ['has a driver that cannot be told', { driver: '${var.driver}' }, perhaps],
  ])('are judged where it %s', (_, network, expected) => {
    expect(ways(both(network))).toEqual(expected);
  });

  it.each<[string, unknown]>([
    ['name', '${docker_network.net.name}'],
    ['id', '${docker_network.net.id}'],
    ['written name', 'net'],
    ['data source', '${data.docker_network.net.id}'],
  ])('are found by %s', (_, name) => {
    const graph = graphOfDocument({
      resource: {
        docker_container: {
          web: { name: 'web', networks_advanced: { name } },
          api: on(['net'], { name: 'api' }),
        },
        docker_network: { net: { name: 'net' } },
      },
      data: { docker_network: { net: { name: 'net' } } },
    });

    expect(ways(graph)).toEqual(twice);
  });

  it('may reach each other on one that was made elsewhere', () => {
    const old = { networks_advanced: [{ name: 'old' }] };

    expect(ways(graphOf({ web: { name: 'web', ...old }, api: { name: 'api', ...old } }))).toEqual(
      perhaps,
    );
  });

  it('do not reach those of another one, nor of another engine', () => {
    const graph = graphOf(
      {
        web: on(['a'], { name: 'web' }),
        api: on(['b'], { name: 'api' }),
        here: { name: 'here' },
        there: { name: 'there', provider: 'docker.far' },
      },
      { a: { name: 'a' }, b: { name: 'b' } },
    );

    expect(ways(graph)).toEqual([]);
    expect(graph.whyNot?.('web', 'api')).toBe('web is on a and api on b');
    expect(graph.whyNot?.('web', 'nobody')).toBeUndefined();
  });
});

it('tells containers of one name on two engines apart', () => {
  const graph = graphOf({
    here: { name: 'web' },
    there: { name: 'web', provider: 'docker.far' },
    api: { name: 'api' },
  });

  expect(ways(graph)).toEqual([
    'api -> web (docker_container.here)',
    'web (docker_container.here) -> api',
  ]);
});

describe('network modes', () => {
  const modes = (web: unknown, api: unknown): string[] =>
    ways(
      graphOf({ web: { name: 'web', network_mode: web }, api: { name: 'api', network_mode: api } }),
    );

  it.each<[unknown, unknown, string[]]>([
    [undefined, 'bridge', twice],
    ['default', null, twice],
    ['none', 'bridge', []],
    ['container:api', 'none', twice],
    ['container:${docker_container.api.id}', 'none', twice],
    ['container:${docker_container.api.name}', 'bridge', twice],
    ['container:gone', 'bridge', []],
    ['container:api', 'container:web', []],
    ['shared', 'shared', perhaps],
    ['${var.mode}', 'bridge', []],
  ])('%s and %s', (web, api, expected) => {
    expect(modes(web, api)).toEqual(expected);
  });

  it('put two containers on the machine itself', () => {
    const host = { network_mode: 'host' };
    const graph = graphOf({ web: { name: 'web', ...host }, api: { name: 'api', ...host } });

    expect(ways(graph)).toEqual([
      'api -> web',
      'internet -> api ?',
      'internet -> web ?',
      'web -> api',
    ]);
    expect(graph.exits.map(({ verdict }) => verdict)).toEqual(['reachable', 'reachable']);
  });

  it.each<[string, Blocks]>([
    ['excludes networks', on(['net'], { network_mode: 'host' })],
    ['cannot be told', { network_mode: '${var.mode}' }],
    ['leads in a ring', { network_mode: 'container:web' }],
    ['leads out of the stack', { network_mode: 'container:gone' }],
  ])('are noted where one %s', (_, block) => {
    const graph = graphOf({ web: { name: 'web', ...block } }, { net: { name: 'net' } });

    expect(graph.unknowns.map(({ address }) => address)).toEqual(['docker_container.web']);
    expect(graph.exits.map(({ verdict }) => verdict)).toEqual(['unknown']);
  });
});

describe('the way out', () => {
  it.each<[string, Blocks, string[]]>([
    ['leads through a bridge', {}, ['reachable']],
    ['is closed on an internal network', { internal: true }, []],
    ['is not known where it may be internal', { internal: '${var.internal}' }, ['unknown']],
    ['is not known on an overlay', { driver: 'overlay' }, ['unknown']],
    [
      'is not known without masquerade',
      { options: { 'com.docker.network.bridge.enable_ip_masquerade': 'false' } },
      ['unknown'],
    ],
  ])('%s', (_, network, expected) => {
    const graph = graphOf({ web: on(['net']) }, { net: { name: 'net', ...network } });

    expect(graph.exits.map(({ verdict }) => verdict)).toEqual(expected);
  });

  it('is closed without a network', () => {
    expect(graphOf({ web: { network_mode: 'none' } }).exits).toEqual([]);
  });
});

describe('dockerGraph', () => {
  it('names workloads and the first port that they publish', () => {
    const ports = [{ internal: 8080, external: 80 }];

    expect(graphOf({ web: { name: 'shop', ports }, api: {} }).workloads).toEqual([
      { name: 'docker_container.api', address: 'docker_container.api', port: undefined },
      { name: 'shop', address: 'docker_container.web', port: 8080 },
    ]);
  });

  it('notes a swarm service, which it does not read', () => {
    expect(graphOf({}, {}, { docker_service: { s: {} } }).unknowns).toEqual([
      {
        address: 'docker_service.s',
        reason: 'runs containers on a swarm, whose traffic is not read',
      },
    ]);
  });

  it('survives odd values in every place', () => {
    const whole = {
      docker_container: {
        web: on(['net'], {
          name: 'web',
          env: ['A=http://api:80'],
          ports: [{ internal: 80, external: 80, ip: '::1', protocol: 'tcp' }],
          host: [{ host: 'a', ip: '10.0.0.1' }],
        }),
        api: { name: 'api', network_mode: 'container:web' },
      },
      docker_network: { net: { name: 'net', options: { a: 'b' }, driver: 'bridge' } },
    };

    for (const variant of oddVariants(whole)) {
      expect(() => graphOfDocument({ resource: variant })).not.toThrow();
    }
  });

  it('judges thousands of containers in about a second', () => {
    const names = Array.from({ length: 2500 }, (_, at) => `c${at}`);
    const containers = Object.fromEntries(
      names.map((name, at) => {
        const networks = [`n${at}`, ...(at > 0 ? [`n${at - 1}`] : [])];
        return [name, on(networks, { name, env: [`NEXT=http://c${at + 1}:80`] })];
      }),
    );
    const networks = Object.fromEntries(
      names.map((_, at) => [`n${at}`, { name: `n${at}`, internal: true }]),
    );

    const start = performance.now();
    const graph = graphOf(containers, networks);

    expect(performance.now() - start).toBeLessThan(5000);
    expect(graph.edges).toHaveLength(2 * 2499);
  });
});

import { cloudLimits, compare, type DeclaredCall } from '../../constructs/review/comparison';
import { reviewStack } from '../../constructs/review/review';
import { systemOnAws, systemOnGoogle } from './direct-route.fixture';

const proxied: readonly DeclaredCall[] = [
  { from: 'internet', to: 'prod-reverse-proxy', port: 8080 },
  { from: 'prod-reverse-proxy', to: 'prod-web', port: 8080 },
];
const direct: DeclaredCall = { from: 'internet', to: 'prod-api', port: 8080 };
const called: DeclaredCall = { from: 'prod-api', to: 'prod-hidden', port: 8080 };

describe.each([
  ['AWS', systemOnAws],
  ['Google Cloud', systemOnGoogle],
])('a route beside the proxy on %s', (_, build) => {
  const graph = reviewStack(build({ withRoute: true }).json as Readonly<Record<string, unknown>>);
  const without = reviewStack(
    build({ withRoute: false }).json as Readonly<Record<string, unknown>>,
  );

  it('is the one way that it adds, and all others stay as they are', () => {
    const wanted = [...proxied, called, direct];

    const { missing, extra } = compare(wanted, graph.edges, cloudLimits);

    expect({ missing, extra }).toEqual({ missing: [], extra: [] });
    expect([...graph.broken, ...graph.unknowns]).toEqual([]);
  });

  it('is what makes the service public', () => {
    const { missing, extra } = compare([...proxied, called], without.edges, cloudLimits);

    expect({ missing, extra }).toEqual({ missing: [], extra: [] });
  });

  it('comes through the balancer, as the way to the proxy does', () => {
    const through = (name: string) =>
      graph.edges.find(({ from, to }) => from === 'internet' && to === name)?.through;

    expect(through('prod-api')).toMatch(/:443$/);
    expect(through('prod-api')).toBe(through('prod-reverse-proxy'));
  });
});

describe('a route beside the proxy on AWS', () => {
  const stack = systemOnAws({ withRoute: true });
  const groupOf = (name: string) =>
    (stack.where('aws_ecs_service', 'name', name).network_configuration as Placement)
      .security_groups[0];
  const balancer = (stack.one('aws_lb').security_groups as string[])[0];
  const intoApi = stack
    .all('aws_vpc_security_group_ingress_rule')
    .filter(({ security_group_id: id }) => id === groupOf('prod-api'));

  it('opens the port of the service to the balancer and to nobody else', () => {
    expect(intoApi).toEqual([
      expect.objectContaining({
        referenced_security_group_id: balancer,
        ip_protocol: 'tcp',
        from_port: 8080,
        to_port: 8080,
      }),
    ]);
  });

  it('lets the balancer call the proxy and the service, and nobody else', () => {
    const out = stack
      .all('aws_vpc_security_group_egress_rule')
      .filter(({ security_group_id: id }) => id === balancer);

    expect(out.map(({ referenced_security_group_id: to }) => to).sort()).toEqual(
      [groupOf('prod-api'), groupOf('prod-reverse-proxy')].sort(),
    );
  });

  it('is asked before the one of the proxy, which takes every path', () => {
    const priority = (pattern: string) =>
      stack
        .all('aws_lb_listener_rule')
        .find((rule) => JSON.stringify(rule.condition).includes(`"${pattern}"`))!
        .priority as number;

    expect(priority('/api/*')).toBeLessThan(priority('/*'));
  });
});

interface Placement {
  readonly security_groups: readonly string[];
}

import { Token } from 'cdktf';
import { RateLimit } from '../core/rate-limit';
import { Access, Route, type RouteOptions } from '../core/route';
import type { SynthesizedStack } from '../core/synth';
import { priorityOf } from './listener-priority';
import type { AddRouteOptions } from './listener-routes';
import type { LoadBalancer } from './load-balancer';
import { balancerWith, target } from './load-balancer.fixture';
import type { LoadBalancerTarget } from './load-balancer-target';

function routed(
  path: string,
  options: RouteOptions = {},
  to: Partial<LoadBalancerTarget> = {},
): SynthesizedStack {
  return balancerWith({}, (balancer) => {
    balancer.addRoute(Route.path(path, options), target(to));
  });
}

describe('LoadBalancer.addRoute', () => {
  describe('with options of its target group', () => {
    const added = (options: AddRouteOptions, to: Partial<LoadBalancerTarget> = {}) =>
      balancerWith({}, (balancer) => {
        balancer.addRoute(Route.path('/'), target(to), options);
      });

    it('drains as long as it is told', () => {
      expect(added({ drainSeconds: 5 }).one('aws_lb_target_group')).toMatchObject({
        deregistration_delay: '5',
      });
    });

    it('leads a browser to the task that it met first', () => {
      expect(added({ stickySeconds: 600 }).one('aws_lb_target_group')).toMatchObject({
        stickiness: { enabled: true, type: 'lb_cookie', cookie_duration: 600 },
      });
    });

    it.each<[string, AddRouteOptions, Partial<LoadBalancerTarget>, RegExp]>([
      [
        'a drain that the task does not live to see',
        { drainSeconds: 31 },
        {},
        /'drainSeconds' must be a whole number from 0 to 30, the 'shutdownSeconds' of web, got 31/,
      ],
      ['half a second', { drainSeconds: 0.5 }, {}, /'drainSeconds' must be .* got 0.5/],
      ['no time to stick', { stickySeconds: 0 }, {}, /'stickySeconds' must be .* got 0/],
      [
        'browsers that stick to what is replaced',
        { stickySeconds: 60 },
        { shiftsTraffic: true },
        /'stickySeconds' is set, but deployments of web shift traffic/,
      ],
    ])('fails when it has %s', (_, options, to, message) => {
      expect(() => added(options, to)).toThrow(message);
    });
  });

  describe('of one route', () => {
    const web = target();
    const stack = balancerWith({}, (balancer) => {
      balancer.addRoute(Route.path('/'), web);
    });

    it('creates a target group, a rule and the opening at both ends', () => {
      expect(stack.counts()).toMatchObject({
        aws_lb_target_group: 1,
        aws_lb_listener_rule: 1,
        aws_vpc_security_group_egress_rule: 1,
        aws_vpc_security_group_ingress_rule: 3,
      });
    });

    it('writes every attribute of the target group', () => {
      expect(stack.one('aws_lb_target_group')).toMatchObject({
        name_prefix: 'web-',
        target_type: 'ip',
        vpc_id: 'vpc-1',
        port: 8080,
        protocol: 'HTTP',
        protocol_version: 'HTTP1',
        deregistration_delay: '30',
        slow_start: 0,
        load_balancing_algorithm_type: 'round_robin',
        load_balancing_anomaly_mitigation: 'off',
        load_balancing_cross_zone_enabled: 'use_load_balancer_configuration',
        stickiness: { enabled: false, type: 'lb_cookie', cookie_duration: 86400 },
        health_check: {
          enabled: true,
          protocol: 'HTTP',
          port: 'traffic-port',
          path: '/healthz',
          matcher: '200',
          interval: 10,
          timeout: 5,
          healthy_threshold: 2,
          unhealthy_threshold: 3,
        },
        lifecycle: { create_before_destroy: true },
      });
    });

    it('sends every path on the HTTPS listener there', () => {
      expect(stack.one('aws_lb_listener_rule')).toMatchObject({
        listener_arn: expect.stringMatching(/^\$\{aws_lb_listener\..*Https.*\.arn\}$/) as string,
        condition: [{ path_pattern: { values: ['/*'] } }],
        action: [
          {
            type: 'forward',
            target_group_arn: expect.stringMatching(/^\$\{aws_lb_target_group\./) as string,
          },
        ],
      });
    });

    it('opens exactly the port of the target between exactly the two groups', () => {
      const egress = stack.one('aws_vpc_security_group_egress_rule');
      const ingress = stack.where('aws_vpc_security_group_ingress_rule', 'from_port', 8080);

      for (const rule of [egress, ingress]) {
        expect(rule).toMatchObject({ ip_protocol: 'tcp', from_port: 8080, to_port: 8080 });
      }
      expect(egress.referenced_security_group_id).toBe('sg-1');
      expect(ingress.security_group_id).toBe('sg-1');
      expect(ingress.referenced_security_group_id).toBe(egress.security_group_id);
      expect(egress.security_group_id).toMatch(/^\$\{aws_security_group\./);
    });

    it('attaches the target group and names the rule to wait for, which waits for the opening', () => {
      expect(web.attached).toHaveLength(1);
      expect(web.attached[0]![1]).toHaveLength(1);
      expect(stack.one('aws_lb_listener_rule').depends_on).toEqual([
        expect.stringMatching(/^aws_vpc_security_group_egress_rule\./),
        expect.stringMatching(/^aws_vpc_security_group_ingress_rule\./),
      ]);
    });
  });

  it('matches a path and everything below it, but not what only begins like it', () => {
    expect(routed('/admin').one('aws_lb_listener_rule').condition).toEqual([
      { path_pattern: { values: ['/admin', '/admin/*'] } },
    ]);
  });

  it('matches the host where the route has one', () => {
    const stack = routed('/', { host: 'app.example.org' });

    expect(stack.one('aws_lb_listener_rule').condition).toEqual([
      { host_header: { values: ['app.example.org'] } },
      { path_pattern: { values: ['/*'] } },
    ]);
  });

  it('gives every target group of long names an allowed prefix', () => {
    const stack = routed('/', {}, { name: 'user-form' });

    expect(stack.one('aws_lb_target_group').name_prefix).toBe('user-');
  });

  it.each([
    [1, 2],
    [2, 2],
    [10, 10],
    [12, 10],
  ])('counts %d failures as %d, which a balancer knows', (failuresToUnhealthy, expected) => {
    const stack = routed('/', {}, { failuresToUnhealthy });

    expect(stack.one('aws_lb_target_group').health_check).toMatchObject({
      unhealthy_threshold: expected,
    });
  });

  it('gives up a probe before the next one begins', () => {
    const stack = routed('/', {}, { healthIntervalSeconds: 5 });

    expect(stack.one('aws_lb_target_group').health_check).toMatchObject({
      interval: 5,
      timeout: 4,
    });
  });

  it('drains no longer than the target lives after the stop signal', () => {
    const stack = routed('/', {}, { shutdownSeconds: 12 });

    expect(stack.one('aws_lb_target_group').deregistration_delay).toBe('12');
  });

  it('drains in less than the notice of Spot', () => {
    const stack = routed('/', {}, { shutdownSeconds: 120 });

    expect(stack.one('aws_lb_target_group').deregistration_delay).toBe('110');
  });

  it('opens a target once for all its routes', () => {
    const web = target();

    const stack = balancerWith({}, (balancer) => {
      balancer.addRoute(Route.path('/a'), web);
      balancer.addRoute(Route.path('/b'), web);
    });

    expect(stack.counts()).toMatchObject({
      aws_lb_target_group: 2,
      aws_vpc_security_group_egress_rule: 1,
    });
    expect(web.attached).toHaveLength(2);
  });

  it('leaves no trace of the order of calls', () => {
    const build = (order: (routes: [string, string][]) => [string, string][]) =>
      balancerWith({}, (balancer) => {
        const targets = new Map(['web', 'api'].map((name) => [name, target({ name })]));
        const routes: [string, string][] = [
          ['/', 'web'],
          ['/api', 'api'],
          ['/a/b', 'web'],
          ['/a-b', 'api'],
        ];
        for (const [path, name] of order(routes)) {
          balancer.addRoute(Route.path(path), targets.get(name)!);
        }
      });

    const one = build((routes) => routes);
    const other = build((routes) => [...routes].reverse());

    expect(JSON.stringify(other.json)).toBe(JSON.stringify(one.json));
    expect(one.all('aws_lb_listener_rule')).toHaveLength(4);
  });

  it('takes the priority that is asked for and tells it', () => {
    let priority = 0;

    const stack = balancerWith({}, (balancer) => {
      ({ priority } = balancer.addRoute(Route.path('/'), target(), { priority: 7 }));
    });

    expect(priority).toBe(7);
    expect(stack.one('aws_lb_listener_rule').priority).toBe(7);
  });

  it.each<[RouteOptions, RegExp]>([
    [{ access: Access.password('login') }, /'access' is set, but a load balancer cannot ask for/],
    [{ access: Access.addresses(['10.0.0.0/8']) }, /'access' is set, but .* put a ReverseProxy/],
    [{ stripPrefix: true }, /'stripPrefix' is set, but .* put a ReverseProxy behind it/],
    [{ rateLimit: RateLimit.off() }, /'rateLimit' is set, but .* put a ReverseProxy behind it/],
    [{ retryServerErrors: true }, /'retryServerErrors' is set, but .* put a ReverseProxy/],
    [{ timeoutSeconds: 30 }, /'timeoutSeconds' is set, but .* put a ReverseProxy behind it/],
    [{ bodyLimitKiB: 128 }, /'bodyLimitKiB' is set, but .* put a ReverseProxy behind it/],
    [
      { host: 'b.example.org' },
      /'host' must be one that leads .*\(app.example.org\), got 'b.ex.*; add it to the 'alternativeNames' of/,
    ],
  ])('fails when the route has %j', (options, message) => {
    expect(() => routed('/x', options)).toThrow(message);
  });

  it.each([
    ['x', /route 'x': 'path' must be '\/' or start with '\/'/],
    ['/1/2/3/4/5/6/7/8', /'path' may have at most 7 parts, got 8; route a shorter path/],
    [`/${'x'.repeat(126)}`, /'path' with '\/\*' and 'host' may have at most 128 characters/],
  ])('fails when the path is %s', (path, message) => {
    expect(() => routed(path)).toThrow(message);
  });

  it.each([0, 50001, 1.5])('fails when the priority is %p', (priority) => {
    expect(() =>
      balancerWith({}, (balancer) => balancer.addRoute(Route.path('/'), target(), { priority })),
    ).toThrow(/'priority' must be a whole number from 1 to 50000, got/);
  });

  it('fails when the balancer keeps idle connections as long as the target', () => {
    expect(() => routed('/', {}, { name: 'uptime', keepAliveSeconds: 60 })).toThrow(
      /'idleTimeoutSeconds' must be below the 'keepAliveSeconds' of uptime, got 60 and 60: .* 502; lower the one or raise the other/,
    );
  });

  it('does not judge a timeout that is not known yet', () => {
    const keepAliveSeconds = Token.asNumber({ Ref: 'unknown' });

    expect(() => routed('/', {}, { keepAliveSeconds })).not.toThrow();
  });

  it('fails when a route is added twice', () => {
    const add = (balancer: LoadBalancer) => {
      balancer.addRoute(Route.path('/a'), target());
      balancer.addRoute(Route.path('/a'), target({ name: 'api' }), { priority: 3 });
    };

    expect(() => balancerWith({}, add)).toThrow(/route '\/a' was added before; change one path/);
  });

  it('fails when two routes have one priority and names a free one', () => {
    const taken = priorityOf(Route.path('/b'));
    const add = (balancer: LoadBalancer) => {
      balancer.addRoute(Route.path('/a'), target(), { priority: taken });
      balancer.addRoute(Route.path('/b'), target({ name: 'api' }));
    };

    expect(() => balancerWith({}, add)).toThrow(
      `'priority' ${taken} of route '/b' is the one of '/a' too; give one of them a free one, for example { priority: ${taken + 1} }`,
    );
  });

  it('fails when two targets have one name', () => {
    const add = (balancer: LoadBalancer) => {
      balancer.addRoute(Route.path('/a'), target());
      balancer.addRoute(Route.path('/b'), target());
    };

    expect(() => balancerWith({}, add)).toThrow(/'target' has the name 'web' of another target/);
  });

  it('fails when a target has more routes than ECS allows', () => {
    const web = target();
    const add = (balancer: LoadBalancer) => {
      for (const path of ['/1', '/2', '/3', '/4', '/5', '/6']) {
        balancer.addRoute(Route.path(path), web);
      }
    };

    expect(() => balancerWith({}, add)).toThrow(/'target' 'web' has 5 routes, .* ReverseProxy/);
  });
});

import { Token } from 'cdktf';
import { Route } from '../core/route';
import { type Block, synth, type SynthesizedStack } from '../core/synth';
import { testCluster } from './cluster.fixture';
import { Deployment } from './deployment';
import type { FargateServiceProps } from './fargate-service-props';
import { service, synthOne } from './fargate-service.fixture';
import { networkIn, required } from './load-balancer.fixture';
import { LoadBalancer } from './load-balancer';

/** A service behind a balancer. */
function routed(changes: Partial<FargateServiceProps>): SynthesizedStack {
  return synth((scope) => {
    const cluster = testCluster(scope);
    const web = service(scope, 'Web', { cluster, ...changes });
    const network = networkIn(scope);
    const balancer = new LoadBalancer(scope, 'LoadBalancer', { network, ...required });
    balancer.addRoute(Route.path('/'), web);
  });
}

/** The service of a deployment, which is routed to where it must be. */
function deployed(deployment: Deployment): Block {
  const stack = deployment.shiftsTraffic ? routed({ deployment }) : synthOne({ deployment });
  return stack.one('aws_ecs_service');
}

/** Minutes that only Terraform knows. */
const later = Token.asNumber('${var.minutes}');

/** Options that a program without types may pass. */
const untyped = (options: Readonly<Record<string, unknown>>): object => options;

describe('Deployment', () => {
  it.each([
    [Deployment.blueGreen({ bakeMinutes: later }), '1460m'],
    [Deployment.canary({ bakeMinutes: later, canaryBakeMinutes: 5 }), '1465m'],
    [Deployment.canary({ bakeMinutes: 5, canaryBakeMinutes: later }), '1465m'],
  ])('waits a day for minutes that only Terraform knows', (deployment, minutes) => {
    expect(deployed(deployment).timeouts).toEqual({ create: minutes, update: minutes });
  });

  it('has no breaker beside a shift of traffic, as the compiler says', () => {
    // @ts-expect-error -- only a rolling deployment has a breaker
    const refused = [() => Deployment.blueGreen({ circuitBreaker: true })];
    // @ts-expect-error -- only a rolling deployment has a breaker
    refused.push(() => Deployment.canary({ circuitBreaker: true }));
    // @ts-expect-error -- only a rolling deployment has a breaker
    refused.push(() => Deployment.linear({ circuitBreaker: true }));

    for (const build of refused) {
      expect(() => deployed(build())).toThrow(/which has no 'circuitBreaker'/);
    }
  });

  describe('rolling', () => {
    it('is what a service has that asks for nothing, with no field of a newer provider', () => {
      const stack = synthOne();

      expect(stack.one('aws_ecs_service')).toEqual(
        synthOne({ deployment: Deployment.rolling() }).one('aws_ecs_service'),
      );
      for (const field of ['deployment_configuration', 'alarms', 'timeouts', 'load_balancer']) {
        expect(stack.one('aws_ecs_service')).not.toHaveProperty(field);
      }
    });

    it('goes back by alarms, sorted and once each', () => {
      const { alarms } = deployed(Deployment.rolling({ alarms: ['b', 'a', 'b', '${c}'] }));

      expect(alarms).toEqual({ alarm_names: ['$${c}', 'a', 'b'], enable: true, rollback: true });
    });

    it('keeps the names of alarms that no longer count', () => {
      const { alarms } = deployed(Deployment.rolling({ alarms: ['a'], alarmsEnabled: false }));

      expect(alarms).toEqual({ alarm_names: ['a'], enable: false, rollback: false });
    });

    it('lets the breaker be off, and writes it', () => {
      expect(deployed(Deployment.rolling({ circuitBreaker: false }))).toMatchObject({
        deployment_circuit_breaker: { enable: false, rollback: false },
      });
    });

    it('balances no zones where no task may be added', () => {
      const never = Deployment.rolling({ minimumHealthyPercent: 0, maximumPercent: 100 });

      expect(deployed(never)).toMatchObject({
        deployment_minimum_healthy_percent: 0,
        deployment_maximum_percent: 100,
        availability_zone_rebalancing: 'DISABLED',
      });
    });

    it('writes its strategy only where it replaces another', () => {
      expect(deployed(Deployment.rolling({ replacesTrafficShift: true }))).toMatchObject({
        deployment_configuration: { strategy: 'ROLLING' },
      });
    });
  });

  describe('blueGreen', () => {
    const stack = routed({
      deployment: Deployment.blueGreen({ bakeMinutes: 45, alarms: ['5xx'] }),
    });
    const resource = stack.one('aws_ecs_service');

    it('names its strategy, bakes, watches alarms and has no breaker', () => {
      expect(resource).toMatchObject({
        deployment_controller: { type: 'ECS' },
        deployment_configuration: { strategy: 'BLUE_GREEN', bake_time_in_minutes: '45' },
        deployment_circuit_breaker: { enable: false, rollback: false },
        alarms: { alarm_names: ['5xx'], enable: true, rollback: true },
        availability_zone_rebalancing: 'ENABLED',
      });
    });

    it('waits longer than it bakes', () => {
      expect(resource.timeouts).toEqual({ create: '65m', update: '65m' });
    });

    it('tells ECS both target groups, the rule and the role', () => {
      const [registration] = resource.load_balancer as Block[];

      expect(registration).toMatchObject({
        container_name: 'web',
        container_port: 8080,
        target_group_arn: expect.stringMatching(
          /^\$\{aws_lb_target_group\.(?!.*Alternate)/,
        ) as string,
        advanced_configuration: {
          alternate_target_group_arn: expect.stringMatching(
            /^\$\{aws_lb_target_group\..*AlternateTargetGroup_\w+\.arn\}$/,
          ) as string,
          production_listener_rule: expect.stringMatching(
            /^\$\{aws_lb_listener_rule\.\w+\.arn\}$/,
          ) as string,
          role_arn: expect.stringMatching(
            /^\$\{aws_iam_role\.Web_.*Infrastructure_\w+\.arn\}$/,
          ) as string,
        },
      });
    });

    it('gives ECS one role with the one policy of AWS, and waits for it', () => {
      const role = stack.where('aws_iam_role', 'name', 'prod-web-traffic');
      const [trust] = stack.policyStatements(role, 'assume_role_policy');

      expect(trust).toMatchObject({ Principal: { Service: 'ecs.amazonaws.com' } });
      expect(stack.one('aws_iam_role_policy_attachment').policy_arn).toMatch(
        /^arn:.*:iam::aws:policy\/AmazonECSInfrastructureRolePolicyForLoadBalancers$/,
      );
      expect(resource.depends_on).toEqual(
        expect.arrayContaining([expect.stringMatching(/^aws_iam_role_policy_attachment\./)]),
      );
    });

    it('gives all requests to the first group and leaves them to ECS from then on', () => {
      const rule = stack.one('aws_lb_listener_rule');
      const [action] = rule.action as [{ forward: { target_group: Block[]; stickiness: Block } }];

      expect(action).toMatchObject({ type: 'forward' });
      expect(action).not.toHaveProperty('target_group_arn');
      expect(action.forward.target_group).toEqual([
        { arn: expect.not.stringContaining('Alternate') as string, weight: 1 },
        { arn: expect.stringContaining('AlternateTargetGroup') as string, weight: 0 },
      ]);
      expect(action.forward.stickiness).toEqual({ enabled: false, duration: 3600 });
      expect(rule.lifecycle).toMatchObject({ ignore_changes: ['action'] });
    });

    it('replaces the rule with either group, since what is ignored is not updated', () => {
      const { replace_triggered_by: triggers } = stack.one('aws_lb_listener_rule').lifecycle as {
        readonly replace_triggered_by: readonly string[];
      };

      expect(triggers).toHaveLength(2);
      for (const trigger of triggers) expect(trigger).toMatch(/^aws_lb_target_group\.\w+\.arn$/);
    });

    it('makes two groups that are alike', () => {
      const [one, other] = stack.all('aws_lb_target_group');

      expect(stack.all('aws_lb_target_group')).toHaveLength(2);
      expect({ ...one, '//': undefined }).toEqual({ ...other, '//': undefined });
    });
  });

  it('canary adds a share and the time that it has', () => {
    const resource = deployed(
      Deployment.canary({ canaryPercent: 0.5, canaryBakeMinutes: 30, bakeMinutes: 0 }),
    );

    expect(resource.deployment_configuration).toEqual({
      strategy: 'CANARY',
      bake_time_in_minutes: '0',
      canary_configuration: { canary_percent: 0.5, canary_bake_time_in_minutes: '30' },
    });
    expect(resource.timeouts).toEqual({ create: '50m', update: '50m' });
  });

  it('has 10 minutes and 10 percent where nothing is said', () => {
    expect(deployed(Deployment.canary()).deployment_configuration).toEqual({
      strategy: 'CANARY',
      bake_time_in_minutes: '10',
      canary_configuration: { canary_percent: 10, canary_bake_time_in_minutes: '10' },
    });
  });

  it.each<[string, Deployment, RegExp]>([
    [
      'a breaker beside blue/green',
      Deployment.blueGreen(untyped({ circuitBreaker: true })),
      /'deployment' is blueGreen, which has no 'circuitBreaker'.* use Deployment.rolling/,
    ],
    [
      'a breaker beside canary',
      Deployment.canary(untyped({ circuitBreaker: true })),
      /'deployment' is canary, which has no 'circuitBreaker'/,
    ],
    [
      'percents of tasks beside blue/green',
      Deployment.blueGreen(untyped({ minimumHealthyPercent: 50, maximumPercent: 150 })),
      /no 'minimumHealthyPercent'.*\n.*no 'maximumPercent'/,
    ],
    [
      'a bake in a rolling deployment',
      Deployment.rolling(untyped({ bakeMinutes: 5 })),
      /'deployment' is rolling, which has no 'bakeMinutes'.* use Deployment.blueGreen/,
    ],
    [
      'a share beside blue/green',
      Deployment.blueGreen(untyped({ canaryPercent: 5 })),
      /'deployment' is blueGreen, which has no 'canaryPercent'.* use Deployment.canary/,
    ],
    [
      'no share',
      Deployment.canary({ canaryPercent: 0 }),
      /'canaryPercent' from 0.1 to 100, got 0;/,
    ],
    ['more than all', Deployment.canary({ canaryPercent: 101 }), /'canaryPercent' .*, got 101;/],
    ['a share of NaN', Deployment.canary({ canaryPercent: NaN }), /'canaryPercent' from/],
    [
      'a bake of more than a day',
      Deployment.blueGreen({ bakeMinutes: 1441 }),
      /a whole 'bakeMinutes' from 0 to 1440, got 1441; ECS waits a day/,
    ],
    ['a bake of less than nothing', Deployment.canary({ bakeMinutes: -1 }), /'bakeMinutes' .* -1/],
    [
      'half a minute',
      Deployment.canary({ canaryBakeMinutes: 0.5 }),
      /a whole 'canaryBakeMinutes' from 0 to 1440, got 0.5/,
    ],
    [
      'more healthy tasks than there are',
      Deployment.rolling({ minimumHealthyPercent: 101 }),
      /'minimumHealthyPercent' from 0 to 100, got 101/,
    ],
    [
      'fewer tasks at most than there are',
      Deployment.rolling({ maximumPercent: 99 }),
      /'maximumPercent' from 100 to 200, got 99/,
    ],
    [
      'no room to move',
      Deployment.rolling({ maximumPercent: 100 }),
      /a 'minimumHealthyPercent' and a 'maximumPercent' of 100, so that no task may end/,
    ],
    [
      'an alarm by its ARN',
      Deployment.rolling({ alarms: ['arn:aws:cloudwatch:eu-west-1:123456789012:alarm:a'] }),
      /the names of 'alarms'.* an ARN ends with its name/,
    ],
    [
      'an alarm without a name',
      Deployment.canary({ alarms: [''] }),
      /names of 1 to 255 characters/,
    ],
    [
      'a switch for no alarms',
      Deployment.rolling({ alarmsEnabled: false }),
      /'alarmsEnabled' false without 'alarms'/,
    ],
  ])('fails when it has %s', (_, deployment, message) => {
    expect(() => synthOne({ deployment })).toThrow(message);
  });
});

describe('a service whose deployments shift traffic', () => {
  it('fails when no route leads to it', () => {
    expect(() => synthOne({ deployment: Deployment.blueGreen() })).toThrow(
      /'deployment' of 'users-api' shifts traffic, but no route of a load balancer leads to it/,
    );
  });

  it('fails when its balancer knows nothing of a second group, and the other way round', () => {
    const shift = { alternateTargetGroupArn: 'arn:2', productionRuleArn: 'arn:3' };
    const attach = (deployment: Deployment, brings: typeof shift | undefined) => () =>
      synth((scope) => service(scope, 'Web', { deployment }).attachTargetGroup('arn', [], brings));

    expect(attach(Deployment.canary(), undefined)).toThrow(/has one target group for it/);
    expect(attach(Deployment.rolling(), shift)).toThrow(/brings a second target group/);
  });

  it('fails when its groups are more than ECS allows', () => {
    expect(() =>
      synth((scope) => {
        const web = service(scope, 'Web', { deployment: Deployment.blueGreen() });
        const network = networkIn(scope);
        const balancer = new LoadBalancer(scope, 'LoadBalancer', { network, ...required });
        for (const path of ['/1', '/2', '/3']) balancer.addRoute(Route.path(path), web);
      }),
    ).toThrow(/'target' 'web' has 2 routes, and ECS allows no more/);
  });
});

import { Token } from 'cdktf';
import { Route } from '../core/route';
import { type Block, synth } from '../core/synth';
import { testCluster } from './cluster.fixture';
import { Deployment, type LinearOptions } from './deployment';
import { service, synthOne } from './fargate-service.fixture';
import { LoadBalancer } from './load-balancer';
import { networkIn, required } from './load-balancer.fixture';

/** The service that a linear deployment is asked for, behind a balancer. */
function deployed(options?: LinearOptions): Block {
  const deployment = Deployment.linear(options);
  return synth((scope) => {
    const cluster = testCluster(scope);
    const network = networkIn(scope);
    const balancer = new LoadBalancer(scope, 'LoadBalancer', { network, ...required });
    balancer.addRoute(Route.path('/'), service(scope, 'Web', { cluster, deployment }));
  }).one('aws_ecs_service');
}

describe('a linear deployment', () => {
  it('moves a tenth every 6 minutes and bakes for 10 where nothing is said', () => {
    expect(deployed().deployment_configuration).toEqual({
      strategy: 'LINEAR',
      bake_time_in_minutes: '10',
      linear_configuration: { step_percent: 10, step_bake_time_in_minutes: '6' },
    });
  });

  it('has no breaker, watches alarms and has two target groups', () => {
    const resource = deployed({ alarms: ['5xx'] });

    expect(resource).toMatchObject({
      deployment_circuit_breaker: { enable: false, rollback: false },
      alarms: { alarm_names: ['5xx'], enable: true, rollback: true },
    });
    expect(resource.load_balancer).toEqual([
      expect.objectContaining({ advanced_configuration: expect.anything() as unknown }),
    ]);
  });

  // 20 minutes of the provider, the bake, and a pause after each step but the last
  it.each<[string, LinearOptions, string]>([
    ['nine pauses of ten steps', {}, '84m'],
    ['a last step that is smaller', { stepPercent: 30, stepBakeMinutes: 5 }, '45m'],
    ['steps that divide evenly, in tenths', { stepPercent: 12.5, stepBakeMinutes: 1 }, '37m'],
    ['one step', { stepPercent: 100, stepBakeMinutes: 60, bakeMinutes: 0 }, '20m'],
    ['the smallest steps', { stepPercent: 3, stepBakeMinutes: 1, bakeMinutes: 0 }, '53m'],
    [
      'steps that only Terraform knows',
      { stepPercent: Token.asNumber('${var.step}'), stepBakeMinutes: 1, bakeMinutes: 0 },
      '53m',
    ],
    [
      'pauses that only Terraform knows',
      { stepPercent: 50, stepBakeMinutes: Token.asNumber('${var.pause}'), bakeMinutes: 0 },
      '1460m',
    ],
  ])('waits for %s', (_, options, minutes) => {
    expect(deployed(options).timeouts).toEqual({ create: minutes, update: minutes });
  });

  it.each<[string, Deployment, RegExp]>([
    [
      'a step that AWS does not take',
      Deployment.linear({ stepPercent: 2.9 }),
      /a 'stepPercent' from 3 to 100, got 2.9; smaller first shares/,
    ],
    ['more than all', Deployment.linear({ stepPercent: 100.1 }), /'stepPercent' from .* got 100.1/],
    ['a step of NaN', Deployment.linear({ stepPercent: NaN }), /'stepPercent' from 3 to 100/],
    [
      'a step that is no tenth',
      Deployment.linear({ stepPercent: 3.33 }),
      /a 'stepPercent' in tenths of a percent, got 3.33; round it/,
    ],
    [
      'a first share that is no tenth',
      Deployment.canary({ canaryPercent: 0.25 }),
      /a 'canaryPercent' in tenths of a percent, got 0.25/,
    ],
    [
      'a pause of more than a day',
      Deployment.linear({ stepBakeMinutes: 1441 }),
      /a whole 'stepBakeMinutes' from 0 to 1440, got 1441/,
    ],
    [
      'the share of a canary',
      Deployment.linear({ canaryPercent: 5 } as object),
      /'deployment' is linear, which has no 'canaryPercent'.* use Deployment.canary/,
    ],
    [
      'steps in a canary',
      Deployment.canary({ stepPercent: 5, stepBakeMinutes: 1 } as object),
      /canary, which has no 'stepPercent'.* Deployment.linear\n.*no 'stepBakeMinutes'/,
    ],
  ])('fails when it has %s', (_, deployment, message) => {
    expect(() => synthOne({ deployment })).toThrow(message);
  });

  it('takes every tenth', () => {
    for (const stepPercent of [3.1, 8.2, 16.6, 33.4, 99.9]) {
      expect(() => deployed({ stepPercent })).not.toThrow();
    }
  });

  it('fails when no route leads to the service', () => {
    expect(() => synthOne({ deployment: Deployment.linear() })).toThrow(
      /shifts traffic, but no route of a load balancer leads to it/,
    );
  });
});

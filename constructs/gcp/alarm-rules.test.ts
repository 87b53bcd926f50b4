import { Token } from 'cdktf';
import { Notify } from '../core/notify';
import type { Objective } from '../core/objective';
import { alarmsOver, type Parts, somebody, withParts } from './alarms.fixture';
import { Alarms } from './alarms';
import { service } from './cloud-run-service.fixture';
import { Dashboard } from './dashboard';
import { Scaling } from './scaling';
import { testRegion, workload } from './region.fixture';
import type { Watched } from './watched';

function problemsWith(objective: Objective): () => unknown {
  return () => alarmsOver(({ run }) => [run('Api')], { objectives: { api: objective } });
}

describe('what Alarms refuse', () => {
  it.each<[string, (parts: Parts) => Watched[], RegExp]>([
    ['nothing', () => [], /'watch' must name a service or a proxy, got \[\]; add what runs/],
    [
      'a cache alone',
      ({ cache }) => [cache()],
      /'watch' must name a service or a proxy, got \["Cache"\]/,
    ],
    [
      'a service twice',
      ({ run }) => {
        const api = run('Api');
        return [api, api];
      },
      /'watch' names 'api' twice; leave one out/,
    ],
    [
      'a proxy and its own service',
      ({ proxy }) => {
        const one = proxy();
        return [one, one.service];
      },
      /'watch' names 'reverse-proxy' twice; leave one out, and a proxy brings its own service/,
    ],
  ])('fails when it watches %s', (_, watch, message) => {
    expect(() => alarmsOver(watch)).toThrow(message);
  });

  it.each(['minInstances', 'maxInstances'])('fails when only the deployment knows %s', (bound) => {
    const scaling = Scaling.requests({ [bound]: Token.asNumber('${var.instances}') });

    expect(() => alarmsOver(({ run }) => [run('Api', { scaling })])).toThrow(
      `'watch' has 'api', whose 'scaling' must be of plain numbers, got one that only the deployment knows`,
    );
  });

  it('fails when what it watches is in two regions', () => {
    const build = () =>
      withParts(({ stack, run }) => {
        const region = testRegion(stack, { environment: 'dev' }, 'Other');
        const watch = [run('Api'), service(stack, 'Web', { region })];
        new Alarms(stack, 'Alarms', { watch, notify: somebody });
      });

    expect(build).toThrow(
      `'watch' must be in one region, got ["prod in europe-west1","dev in europe-west1"]; make one of these for each region`,
    );
  });

  it.each([
    ['nobody', [], /'notify' must name somebody, got \[\]/],
    [
      'somebody on another platform',
      [Notify.topic('arn:aws:sns:eu-west-1:123456789012:oncall')],
      /'notify\[0\]' must be an email or a channel on this platform, got a topic/,
    ],
    [
      'more than a policy takes',
      Array.from({ length: 17 }, (_, index) => Notify.email(`a${index}@example.org`)),
      /'notify' may name 16 for one severity, got 17; write to a group/,
    ],
  ])('fails when it tells %s', (_, notify, message) => {
    expect(() => alarmsOver(({ run }) => [run('Api')], { notify })).toThrow(message);
  });

  it.each([
    [{ availabilityPercent: 0 }, /'availabilityPercent' must be more than 0 and less than 100/],
    [{ availabilityPercent: 100 }, /'availabilityPercent' .*no budget would be left to spend/],
    [{ availabilityPercent: 90 }, /'burnRates\[0\]\.factor' must be below 10\.0, got 14\.4/],
  ])('fails when a service promises %j', (objective, message) => {
    expect(problemsWith(objective)).toThrow(message);
  });

  it('fails when somebody promises for a service that is not watched', () => {
    const build = () => alarmsOver(({ run }) => [run('Api')], { objectives: { ap: {} } });

    expect(build).toThrow(
      `'objectives' names 'ap', which is not in 'watch'; its services are ["api"]`,
    );
  });

  it('fails when sockets are promised to be fast', () => {
    const sockets = { ...workload, protocol: 'websocket' } as const;
    const objectives = { chat: { latency: { percent: 99, seconds: 1 } } };
    const build = () =>
      alarmsOver(({ run }) => [run('Chat', { workload: sockets })], { objectives });

    expect(build).toThrow(/objectives\.chat: 'latency' must be left out/);
  });

  it('fails when the checked path is none, or the address of the runbooks is too long', () => {
    const build = (changes: object) => () => alarmsOver(({ run }) => [run('Api')], changes);

    expect(build({ checkPath: 'login' })).toThrow(/'checkPath' must start with '\/'/);
    expect(build({ runbooks: 'https://'.padEnd(8200, 'a') })).toThrow(
      /'runbooks' makes a documentation of \d+ characters, and Google takes 8192/,
    );
  });

  it('tells every problem at once', () => {
    const build = () =>
      alarmsOver(() => [], { notify: [], checkPath: 'x', runbooks: '', objectives: { a: {} } });

    expect(build).toThrow(
      /'watch' must[^]*'notify' must[^]*'objectives' names[^]*'checkPath' must[^]*'runbooks' must/,
    );
  });
});

describe('what a Dashboard refuses', () => {
  it('is what Alarms refuse of the list, the promises and the runbooks', () => {
    const build = () =>
      withParts(({ stack }) => {
        new Dashboard(stack, 'Dashboard', { watch: [], objectives: { a: {} }, runbooks: '/' });
      });

    expect(build).toThrow(/'watch' must[^]*'objectives' names[^]*'runbooks' must/);
  });
});

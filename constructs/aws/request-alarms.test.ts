import { Notify } from '../core/notify';
import { Route } from '../core/route';
import { synth } from '../core/synth';
import { Alarms } from './alarms';
import { testCluster, workload } from './cluster.fixture';
import { Deployment } from './deployment';
import { FargateService } from './fargate-service';
import { LoadBalancer } from './load-balancer';
import { networkIn, required } from './load-balancer.fixture';

/** A service with so many routes, which is watched. */
function watchedWith(routes: number, deployment?: Deployment): void {
  synth((stack) => {
    const network = networkIn(stack);
    const cluster = testCluster(stack, { network });
    const web = new FargateService(stack, 'Web', { cluster, workload, deployment });
    const balancer = new LoadBalancer(stack, 'LoadBalancer', { network, ...required });
    for (let at = 1; at <= routes; at += 1) balancer.addRoute(Route.path(`/${at}`), web);
    const notify = [Notify.email('oncall@example.org')];
    new Alarms(stack, 'Alarms', { watch: [web, balancer], notify });
  });
}

describe('the requests of a service', () => {
  it.each([
    [4, undefined],
    [2, Deployment.linear()],
  ])('are watched through as many routes as an alarm holds, %d', (routes, deployment) => {
    expect(() => {
      watchedWith(routes, deployment);
    }).not.toThrow();
  });

  it('fails when they come through more', () => {
    expect(() => {
      watchedWith(5);
    }).toThrow(`counted in 11 metrics, but an alarm holds at most 10; let fewer routes lead to it`);
  });
});

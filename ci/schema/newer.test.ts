import { testCluster } from '../../constructs/aws/cluster.fixture';
import { Capacity } from '../../constructs/aws/capacity';
import { Deployment } from '../../constructs/aws/deployment';
import type { FargateServiceProps } from '../../constructs/aws/fargate-service-props';
import { service } from '../../constructs/aws/fargate-service.fixture';
import { LoadBalancer } from '../../constructs/aws/load-balancer';
import { networkIn, required } from '../../constructs/aws/load-balancer.fixture';
import { Route } from '../../constructs/core/route';
import { synth } from '../../constructs/core/synth';
import { schemaProblems } from './check';
import { committedSchemas } from './schema';

/** A service behind a balancer, as Terraform reads it. */
function routed(changes: Partial<FargateServiceProps>): unknown {
  return synth((scope) => {
    const cluster = testCluster(scope);
    const network = networkIn(scope);
    const balancer = new LoadBalancer(scope, 'LoadBalancer', { network, ...required });
    balancer.addRoute(Route.path('/'), service(scope, 'Web', { cluster, ...changes }));
  }).json;
}

const older = committedSchemas();

describe('a service on ECS', () => {
  it.each<[string, Partial<FargateServiceProps>]>([
    ['by default', {}],
    ['with alarms', { deployment: Deployment.rolling({ alarms: ['5xx'] }) }],
    ['on Spot', { capacity: Capacity.spot() }],
    ['whose image a pipeline brings', { imageManagedBy: 'pipeline' }],
    ['that people can enter', { exec: true }],
  ])('%s needs no newer provider', (_, changes) => {
    expect(schemaProblems(routed(changes), older)).toEqual([]);
  });

  it.each([
    ['blue/green', Deployment.blueGreen()],
    ['canary', Deployment.canary()],
    ['linear', Deployment.linear()],
  ])('deployed by %s needs a newer one, for two fields', (_, deployment) => {
    const document = routed({ deployment });
    const problems = schemaProblems(document, older);

    expect(schemaProblems(document)).toEqual([]);
    expect(problems).toHaveLength(2);
    expect(problems[0]).toContain("'deployment_configuration' is not known here");
    expect(problems[1]).toContain("'load_balancer[0].advanced_configuration' is not known here");
  });
});

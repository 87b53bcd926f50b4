import { Construct } from 'constructs';
import { synth } from '../core/synth';
import { network, testCluster } from './cluster.fixture';

describe('Cluster', () => {
  it('watches its containers and has a namespace, and nothing else', () => {
    const stack = synth((scope) => void testCluster(scope));

    expect(stack.counts()).toEqual({
      aws_ecs_cluster: 1,
      aws_ecs_cluster_capacity_providers: 1,
      aws_service_discovery_http_namespace: 1,
    });
    expect(stack.one('aws_ecs_cluster')).toMatchObject({
      name: 'prod',
      setting: [{ name: 'containerInsights', value: 'enhanced' }],
    });
    expect(stack.one('aws_ecs_cluster_capacity_providers')).toMatchObject({
      capacity_providers: ['FARGATE', 'FARGATE_SPOT'],
      default_capacity_provider_strategy: [{ capacity_provider: 'FARGATE', base: 0, weight: 1 }],
    });
  });

  it('leaves the paid metrics off where that is asked for', () => {
    const stack = synth((scope) => void testCluster(scope, { containerInsights: 'off' }));

    expect(stack.one('aws_ecs_cluster').setting).toEqual([
      { name: 'containerInsights', value: 'disabled' },
    ]);
  });

  it('fails when the environment is no name', () => {
    expect(() => synth((scope) => void testCluster(scope, { environment: 'Prod!' }))).toThrow(
      /'environment' must start with a letter.*got 'Prod!'/,
    );
  });

  it('fails when CloudWatch has no such retention', () => {
    expect(() => synth((scope) => void testCluster(scope, { logRetentionDays: 31 }))).toThrow(
      /'logRetentionDays' .* got 31/,
    );
  });

  it('fails when two services want one name', () => {
    synth((scope) => {
      const cluster = testCluster(scope, { network });
      cluster.reserveName(new Construct(scope, 'A'), 'api');

      expect(() => cluster.reserveName(new Construct(scope, 'B'), 'api')).toThrow(
        /test\/B is not valid:\n {2}- 'name' must be unique in the cluster, got 'api' twice/,
      );
    });
  });
});

import { Notify } from '../core/notify';
import { synth } from '../core/synth';
import { Alarms } from './alarms';
import { Cluster } from './cluster';
import { network, workload } from './cluster.fixture';
import { FargateService } from './fargate-service';

describe('failed deployments', () => {
  it('are told of every cluster that has a watched service, each once, by one rule', () => {
    const stack = synth((scope) => {
      const cluster = (name: string) =>
        Cluster.fromArn(scope, name, {
          clusterArn: `arn:aws:ecs:eu-west-1:123456789012:cluster/${name}`,
          namespaceArn:
            'arn:aws:servicediscovery:eu-west-1:123456789012:namespace/ns-1234567890abcdef',
          network,
          environment: 'prod',
        });
      const own = cluster('own');
      const watch = [
        new FargateService(scope, 'Web', { cluster: own, workload }),
        new FargateService(scope, 'Api', { cluster: own, workload }),
        new FargateService(scope, 'Job', { cluster: cluster('shared'), workload }),
      ];
      new Alarms(scope, 'Alarms', { watch, notify: [Notify.email('oncall@example.org')] });
    });
    const { event_pattern: pattern } = stack.one('aws_cloudwatch_event_rule');
    const { resources } = JSON.parse(pattern as string) as { resources: { prefix: string }[] };

    expect(resources.map(({ prefix }) => prefix.split(':').at(-1))).toEqual([
      'service/own/',
      'service/shared/',
    ]);
  });
});

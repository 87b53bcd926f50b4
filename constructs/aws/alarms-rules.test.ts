import { Notify } from '../core/notify';
import { synth } from '../core/synth';
import { Alarms } from './alarms';
import { testCluster, workload } from './cluster.fixture';
import { FargateService } from './fargate-service';

const notify = [Notify.email('oncall@example.org')];

describe('two Alarms of one stack', () => {
  it('fail when both watch one service', () => {
    expect(() =>
      synth((stack) => {
        const cluster = testCluster(stack);
        const api = new FargateService(stack, 'Api', { cluster, workload });
        const job = new FargateService(stack, 'Job', { cluster, workload });
        new Alarms(stack, 'Alarms', { watch: [api], notify });
        new Alarms(stack, 'Jobs', { name: 'jobs', watch: [api, job], notify });
      }),
    ).toThrow(
      `'watch' has 1 that 'test/Alarms' watches too, whose alarms would have the same names; watch each with one of them`,
    );
  });
});

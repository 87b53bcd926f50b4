import { synth } from '../core/synth';
import { Cache } from './cache';
import { network, testCluster, workload } from './cluster.fixture';
import { FargateService } from './fargate-service';
import { Files } from './files';
import { Scaling } from './scaling';
import { SecretStore } from './secret-store';
import { taskSubnetIds } from './task-subnets';

/** One service with a cache and files, in a network with or without public tasks. */
function subnetsOf(publicTasks?: boolean) {
  const stack = synth((scope) => {
    const secrets = new SecretStore(scope, 'Secrets', { prefix: 'prod' });
    const cluster = testCluster(scope, { network: { ...network, publicTasks }, secrets });
    const scaling = Scaling.fixed(1);
    const api = new FargateService(scope, 'Api', { cluster, workload, scaling });
    api.connectTo(new Cache(scope, 'Cache', { cluster }));
    api.connectTo(new Files(scope, 'Users', { cluster }));
  });
  return {
    cache: stack.one('aws_elasticache_subnet_group').subnet_ids,
    files: stack.all('aws_efs_mount_target').map(({ subnet_id }) => subnet_id),
  };
}

describe('the subnets of tasks', () => {
  it('are the private ones, unless the network has public tasks', () => {
    expect(taskSubnetIds(network)).toEqual(network.privateSubnetIds);
    expect(taskSubnetIds({ ...network, publicTasks: true })).toEqual(network.publicSubnetIds);
  });

  it.each([
    { publicTasks: undefined, ids: network.privateSubnetIds },
    { publicTasks: true, ids: network.publicSubnetIds },
  ])('hold what only tasks call: $publicTasks', ({ publicTasks, ids }) => {
    expect(subnetsOf(publicTasks)).toEqual({ cache: ids, files: ids });
  });
});

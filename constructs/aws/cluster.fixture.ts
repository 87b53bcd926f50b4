import type { Construct } from 'constructs';
import { Image } from '../core/image';
import type { Workload } from '../core/workload';
import { Cluster, type ClusterProps } from './cluster';
import type { INetwork } from './network';

/** A network that exists, whose tasks reach AWS through NAT. */
export const network: INetwork = {
  vpcId: 'vpc-1',
  cidr: '10.0.0.0/16',
  publicSubnetIds: ['subnet-1', 'subnet-2'],
  privateSubnetIds: ['subnet-3', 'subnet-4'],
  internetGateway: [],
  egressDependencies: [],
  reachable: 'internet',
  egressTargets: [
    { id: 'Internet', description: 'the internet', port: 443, cidrIpv4: '0.0.0.0/0' },
  ],
};

/** A workload with only what is required. */
export const workload: Workload = {
  image: Image.fromRegistry(`registry.example.org/team/api@sha256:${'0'.repeat(64)}`),
  port: 8080,
  health: { path: '/healthz' },
};

/** A cluster in that network. */
export function testCluster(scope: Construct, props: Partial<ClusterProps> = {}): Cluster {
  return new Cluster(scope, 'Cluster', { network, environment: 'prod', ...props });
}

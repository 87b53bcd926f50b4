import type { Construct } from 'constructs';
import { Image } from '../core/image';
import type { Workload } from '../core/workload';
import type { INetwork } from './network';
import { Region, type RegionProps } from './region';

/** A network that exists, with addresses for 100 instances. */
export const network: INetwork = {
  projectId: 'my-project',
  location: 'europe-west1',
  networkId: 'projects/my-project/global/networks/main',
  subnetworkId: 'projects/my-project/regions/europe-west1/subnetworks/main',
  cidr: '10.0.0.0/22',
  maxInstances: 100,
  egressDependencies: [],
};

/** An image of Artifact Registry. */
export function imageNamed(name: string): Image {
  return Image.fromRegistry(
    `europe-west1-docker.pkg.dev/my-project/team/${name}@sha256:${'0'.repeat(64)}`,
  );
}

/** A workload with only what is required. */
export const workload: Workload = {
  image: imageNamed('api'),
  port: 8080,
  health: { path: '/healthz' },
};

/** A region in that network, with an image for the sidecars. */
export function testRegion(
  scope: Construct,
  props: Partial<RegionProps> = {},
  id = 'Region',
): Region {
  const sidecarImage = imageNamed('reverse-proxy');
  return new Region(scope, id, { network, environment: 'prod', sidecarImage, ...props });
}

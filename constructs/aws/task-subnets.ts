import type { INetwork } from './network';

/** Subnets that tasks stand in, and what only they call: the private ones, unless the network has public tasks. */
export function taskSubnetIds(network: INetwork): string[] {
  const { publicTasks = false, publicSubnetIds, privateSubnetIds } = network;
  return [...(publicTasks ? publicSubnetIds : privateSubnetIds)];
}

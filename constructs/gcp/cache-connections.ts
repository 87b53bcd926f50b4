import { NetworkConnectivityServiceConnectionPolicy } from '@cdktf/provider-google/lib/network-connectivity-service-connection-policy';
import { cloudName } from '../core/naming';
import type { Region } from './region';

/** Id of the policy under the region: all caches of a region share one. */
const policyId = 'CacheConnections';

/**
 * The right of Memorystore to put addresses of its instances into the subnet. Google allows one for each network and region, so
 * that the first cache of a region makes it and the others share it.
 *
 * @see https://cloud.google.com/memorystore/docs/valkey/networking
 */
export function cacheConnectionsOf(region: Region): NetworkConnectivityServiceConnectionPolicy {
  const found = region.node.tryFindChild(policyId);
  if (found instanceof NetworkConnectivityServiceConnectionPolicy) return found;
  const { network } = region;
  return new NetworkConnectivityServiceConnectionPolicy(region, policyId, {
    name: cloudName(region.environment, 'caches'),
    project: network.projectId,
    location: network.location,
    description: `Addresses of the caches of ${region.environment}`,
    serviceClass: 'gcp-memorystore',
    network: network.networkId,
    pscConfig: { subnetworks: [network.subnetworkId] },
    labels: { environment: region.environment },
  });
}

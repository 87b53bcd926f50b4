import type { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import { cloudName } from '../core/naming';
import { balancerMetrics, type RequestMetrics, serviceConnectMetrics } from './request-metrics';
import type { WatchedLoadBalancer, WatchedService } from './watched';

/**
 * Calls a function with where the requests of a service are counted, as soon as they are, and whenever that becomes more:
 * with its first route at a load balancer, else with its first caller by name.
 */
export function whenCounted(
  service: WatchedService,
  balancers: readonly WatchedLoadBalancer[],
  then: (metrics: RequestMetrics) => void,
): void {
  const { cluster, name, workload, discoverable } = service;
  const groups = new Map<WatchedLoadBalancer, LbTargetGroup[]>();
  const callers: string[] = [];
  const tell = () => {
    if (groups.size > 0) {
      then(joined(balancers.flatMap((one) => balancerMetrics(one, groups.get(one) ?? []))));
    } else {
      const own = cloudName(cluster.environment, name);
      then(serviceConnectMetrics(service, own, [...callers].sort()));
    }
  };
  for (const balancer of balancers) {
    balancer.routes.forEach((route) => {
      if (route.target !== service.target) return;
      groups.set(balancer, [...(groups.get(balancer) ?? []), ...route.groups]);
      tell();
    });
  }
  // only in HTTP mode an agent knows what a request is
  if (!discoverable || workload.protocol === 'websocket') return;
  service.callers.forEach((caller) => {
    callers.push(caller);
    tell();
  });
}

function joined(all: readonly RequestMetrics[]): RequestMetrics {
  return {
    requests: all.flatMap(({ requests }) => requests),
    errors: all.flatMap(({ errors }) => errors),
    latencies: all.flatMap(({ latencies }) => latencies),
  };
}

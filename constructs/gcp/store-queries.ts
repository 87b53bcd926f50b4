import { leastCertificateDays } from '../core/entrance-check';
import { matcher } from './promql';

/** Share of the checks of three minutes that must succeed: with less, more than one region cannot come in. */
const leastPassed = 0.4;

/** Share of the requests that a balancer may answer with an error, and errors below which nobody is told. */
const mostBalancerErrors = { share: 0.05, count: 5 } as const;

/** Share of its memory that a cache may use. */
export const mostCacheMemory = 0.8;

/** Most checks of the entrance fail. */
export function entranceDown(checkIds: readonly string[]): string {
  const passed = `monitoring_googleapis_com:uptime_check_check_passed{${checks(checkIds)}}`;
  return `avg by (check_id) (avg_over_time(${passed}[3m])) < ${leastPassed}`;
}

/** The certificate of the entrance ends soon. */
export function certificateEnds(checkIds: readonly string[]): string {
  const days = `monitoring_googleapis_com:uptime_check_time_until_ssl_cert_expires{${checks(checkIds)}}`;
  return `min by (check_id) (${days}) < ${leastCertificateDays}`;
}

/** The balancer answers many requests with an error, those included that no service ever saw. Its classes are numbers. */
export function balancerErrors(urlMapNames: readonly string[]): string {
  const requests = (more = '') =>
    `sum by (url_map_name) (increase(loadbalancing_googleapis_com:https_request_count{monitored_resource="https_lb_rule", ${matcher('url_map_name', urlMapNames)}${more}}[5m]))`;
  const errors = requests(', response_code_class="500"');
  return `(${errors} / ${requests()} > ${mostBalancerErrors.share})\nand (${errors} >= ${mostBalancerErrors.count})`;
}

/** A cache is nearly full, after which writes fail. */
export function cacheMemory(location: string, instanceIds: readonly string[]): string {
  return `${usedCacheMemory(location, instanceIds)} > ${mostCacheMemory}`;
}

/** Share of its memory that each cache uses, on its fullest node. */
export function usedCacheMemory(location: string, instanceIds: readonly string[]): string {
  const used = `memorystore_googleapis_com:instance_memory_maximum_utilization{${caches(location, instanceIds)}}`;
  return `max by (instance_id) (${used})`;
}

/** A cache turns clients away. */
export function cacheRejections(location: string, instanceIds: readonly string[]): string {
  const rejected = `memorystore_googleapis_com:instance_stats_total_rejected_connections_count{${caches(location, instanceIds)}}`;
  return `sum by (instance_id) (increase(${rejected}[5m])) > 0`;
}

function checks(checkIds: readonly string[]): string {
  return `monitored_resource="uptime_url", ${matcher('check_id', checkIds)}`;
}

function caches(location: string, instanceIds: readonly string[]): string {
  return `monitored_resource="memorystore.googleapis.com/Instance", location="${location}", ${matcher('instance_id', instanceIds)}`;
}

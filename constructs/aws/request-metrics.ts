import type { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import { inOrderOfPaths } from '../core/dependency-order';
import type { LatencyObjective } from '../core/objective';
import type { WatchedLoadBalancer, WatchedService } from './watched';
import { type Formula, type Metric, numbered, sumOf } from './metric';

/** Where the requests of one service are counted: at a load balancer, and at the agents of Service Connect. */
export interface RequestMetrics {
  /** How many came. */
  readonly requests: readonly Metric[];

  /** How many ended in a server error, of the service or of the balancer in front. */
  readonly errors: readonly Metric[];

  /** How long the answers took, each with the number of its unit in a second. */
  readonly latencies: readonly Latency[];
}

/** How long answers took. */
export interface Latency {
  /** The metric; its statistic is chosen later. */
  readonly metric: Omit<Metric, 'stat'>;

  /** Units in a second: a balancer measures seconds, Service Connect milliseconds. */
  readonly unitsPerSecond: number;
}

/** What a load balancer counts of the requests that it leads to some target groups. */
export function balancerMetrics(
  { arnSuffix }: WatchedLoadBalancer,
  targetGroups: readonly LbTargetGroup[],
): RequestMetrics[] {
  if (targetGroups.length === 0) return [];
  const namespace = 'AWS/ApplicationELB';
  const groups = inOrderOfPaths(targetGroups).map(({ arnSuffix }) => arnSuffix);
  const of = (TargetGroup: string) => ({ TargetGroup, LoadBalancer: arnSuffix });
  const sums = (metricName: string): Metric[] =>
    groups.map((group) => ({ namespace, metricName, dimensions: of(group), stat: 'Sum' }));
  const counted = {
    requests: sums('RequestCount'),
    errors: [
      ...sums('HTTPCode_Target_5XX_Count'),
      // where no task answers, the balancer does; AWS does not say for which of its target groups
      {
        namespace,
        metricName: 'HTTPCode_ELB_5XX_Count',
        dimensions: { LoadBalancer: arnSuffix },
        stat: 'Sum',
      },
    ],
    latencies: groups.map((group) => ({
      metric: { namespace, metricName: 'TargetResponseTime', dimensions: of(group) },
      unitsPerSecond: 1,
    })),
  };
  return [counted];
}

/**
 * What the agents of Service Connect count, in HTTP mode only. The one beside the service counts its requests; errors and
 * times are counted by those beside its callers, each under the caller's own name.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html
 */
export function serviceConnectMetrics(
  { cluster, name }: WatchedService,
  serviceName: string,
  callers: readonly string[],
): RequestMetrics {
  const namespace = 'AWS/ECS';
  const ClusterName = cluster.clusterName;
  const byCaller = (metricName: string) =>
    callers.map((ServiceName) => ({
      namespace,
      metricName,
      dimensions: { ClusterName, ServiceName, TargetDiscoveryName: name },
    }));
  return {
    requests: [
      {
        namespace,
        metricName: 'RequestCount',
        dimensions: { ClusterName, ServiceName: serviceName, DiscoveryName: name },
        stat: 'Sum',
      },
    ],
    errors: byCaller('HTTPCode_Target_5XX_Count').map((metric) => ({ ...metric, stat: 'Sum' })),
    latencies: byCaller('TargetResponseTime').map((metric) => ({ metric, unitsPerSecond: 1000 })),
  };
}

/**
 * Share of the requests that ended in a server error, or 0 where there were too few of them to matter. A balancer without
 * a single healthy task counts errors, but no requests: there are never fewer requests than errors.
 *
 * Errors have no point while there are none, and an alarm then takes older ones: with requests and no errors there are 0.
 * `FILL` would not do: it fills nothing without a point to begin with, and the last period with 0 before its point is there.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export function errorShare({ requests, errors }: RequestMetrics, minimum: number): Formula {
  return {
    metrics: { ...numbered('r', requests), ...numbered('e', errors) },
    steps: {
      total: sumOf('r', requests.length),
      none: '0 * total',
      bad: sumOf('e', errors.length, ['none']),
      share: shareOf(minimum),
    },
  };
}

/** Share of the answers that came late, or 0 where there were too few of them to matter. */
export function slowShare(
  { latencies }: RequestMetrics,
  { seconds }: LatencyObjective,
  minimum: number,
): Formula {
  const inTime = latencies.map(({ metric, unitsPerSecond }) => ({
    ...metric,
    stat: `PR(:${Number((seconds * unitsPerSecond).toFixed(6))})`,
  }));
  const answers = latencies.map(({ metric }) => ({ ...metric, stat: 'SampleCount' }));
  const late = latencies.map((_, at) => [`s${at + 1}`, `n${at + 1} * (100 - p${at + 1}) / 100`]);
  return {
    metrics: { ...numbered('n', answers), ...numbered('p', inTime) },
    steps: {
      ...(Object.fromEntries(late) as Record<string, string>),
      bad: sumOf('s', latencies.length),
      total: sumOf('n', latencies.length),
      share: shareOf(minimum),
    },
  };
}

function shareOf(minimum: number): string {
  return `IF(bad >= ${minimum}, bad / MAX([total, bad]), 0)`;
}

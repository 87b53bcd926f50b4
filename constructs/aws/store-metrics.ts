import type { Metric } from './metric';
import type { WatchedCache, WatchedStore } from './watched';

/** One metric of every node of a cache. A node is called after its cache, with a number of three digits. */
export function nodeMetrics(
  { id, nodes }: WatchedCache,
  metricName: string,
  stat: string,
): Metric[] {
  return Array.from({ length: nodes }, (_, at) => ({
    namespace: 'AWS/ElastiCache',
    metricName,
    dimensions: {
      CacheClusterId: `${id}-${String(at + 1).padStart(3, '0')}`,
      CacheNodeId: '0001',
    },
    stat,
  }));
}

/** How much of what a file system can do is used, in percent. */
export function filesMetric({ id }: WatchedStore): Metric {
  return {
    namespace: 'AWS/EFS',
    metricName: 'PercentIOLimit',
    dimensions: { FileSystemId: id },
    stat: 'Maximum',
  };
}

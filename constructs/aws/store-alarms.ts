import type { Construct } from 'constructs';
import { cloudName } from '../core/naming';
import { type AlarmPlace, type AlarmSpec, createAlarm } from './alarm';
import { type Formula, numbered } from './metric';
import { filesMetric, nodeMetrics } from './store-metrics';
import type { WatchedCache, WatchedStore } from './watched';

/** Watches whether a cache answers, and what it has left: what does not fit is refused. */
export function watchCache(scope: Construct, place: AlarmPlace, cache: WatchedCache): void {
  const subject = cloudName(cache.environment, cache.name);
  const high = { fires: 'above', periods: [5, 5], missing: 'missing' } as const;
  const alarms: Record<string, Omit<AlarmSpec, 'subject' | 'period'>> = {
    Failures: {
      kind: 'store-failures',
      detail: 'a node of the cache has not reported for five minutes',
      value: nodeFormula(cache, 'EngineCPUUtilization', 'SampleCount', 'MIN'),
      ...{ fires: 'below', threshold: 1, periods: [5, 5], missing: 'breaching' },
      after: [cache.ready],
    },
    MemorySaturated: {
      ...high,
      kind: 'store-saturated',
      suffix: 'memory',
      detail: 'the memory of a node is used to more than 80 % for five minutes',
      value: nodeFormula(cache, 'DatabaseMemoryUsagePercentage', 'Maximum', 'MAX'),
      threshold: 80,
    },
    CpuSaturated: {
      ...high,
      kind: 'store-saturated',
      suffix: 'cpu',
      detail: 'the engine of a node is busy for more than 90 % of five minutes',
      value: nodeFormula(cache, 'EngineCPUUtilization', 'Average', 'MAX'),
      threshold: 90,
    },
  };
  for (const [id, alarm] of Object.entries(alarms)) {
    createAlarm(scope, id, place, { ...alarm, subject, period: 60 });
  }
}

/** Watches how much of what a file system can do is used; nobody connected is no value. */
export function watchFiles(scope: Construct, place: AlarmPlace, files: WatchedStore): void {
  createAlarm(scope, 'Saturated', place, {
    kind: 'store-saturated',
    subject: cloudName(files.environment, files.name),
    detail: 'the files are used to more than 95 % of what they can do for fifteen minutes',
    value: filesMetric(files),
    period: 60,
    ...{ fires: 'above', threshold: 95, periods: [15, 15], missing: 'notBreaching' },
  });
}

/** One metric of every node, and the worst of them. */
function nodeFormula(
  cache: WatchedCache,
  metricName: string,
  stat: string,
  worst: 'MIN' | 'MAX',
): Formula {
  const metrics = nodeMetrics(cache, metricName, stat);
  const ids = metrics.map((_, at) => `m${at + 1}`);
  return { metrics: numbered('m', metrics), steps: { worst: `${worst}([${ids.join(', ')}])` } };
}

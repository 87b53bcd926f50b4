import { cloudName } from '../core/naming';
import type { Formula, Metric } from './metric';
import { errorShare, type RequestMetrics } from './request-metrics';
import { filesMetric, nodeMetrics } from './store-metrics';
import type { WatchedCache, WatchedService, WatchedStore } from './watched';

/** One graph with its lines, in the words of CloudWatch. */
export interface Graph {
  /** What stands above it. */
  readonly title: string;

  /** Its lines: namespace, name, dimensions in pairs, and how it is drawn; or an expression. */
  readonly metrics: readonly (readonly unknown[])[];
}

/** Graphs of a service: its requests where they are counted, and its tasks. */
export function serviceGraphs(
  { cluster, name }: WatchedService,
  requests: RequestMetrics | undefined,
): Graph[] {
  const ServiceName = cloudName(cluster.environment, name);
  const dimensions = { ClusterName: cluster.clusterName, ServiceName };
  const own = (metricName: string, stat: string, label: string) =>
    lineOf({ namespace: 'AWS/ECS', metricName, dimensions, stat }, label);
  const counted = requests && [
    {
      title: `${name}: requests in a minute`,
      metrics: formulaLines(requestsOf(requests)),
    },
    { title: `${name}: share of server errors`, metrics: formulaLines(errorShare(requests, 1)) },
  ];
  return [
    ...(counted ?? []),
    {
      title: `${name}: processor and memory, in percent`,
      metrics: [
        own('CPUUtilization', 'Average', 'processor'),
        own('MemoryUtilization', 'Average', 'memory'),
      ],
    },
    // one sample for each task in a minute
    { title: `${name}: tasks`, metrics: [own('CPUUtilization', 'SampleCount', 'running')] },
  ];
}

/** Graphs of a cache: what its nodes have left. */
export function cacheGraphs(cache: WatchedCache): Graph[] {
  const lines = (metricName: string, stat: string) =>
    nodeMetrics(cache, metricName, stat).map((metric, at) => lineOf(metric, `node ${at + 1}`));
  return [
    {
      title: `${cache.name}: memory in percent`,
      metrics: lines('DatabaseMemoryUsagePercentage', 'Maximum'),
    },
    {
      title: `${cache.name}: processor of the engine, in percent`,
      metrics: lines('EngineCPUUtilization', 'Average'),
    },
  ];
}

/** Graphs of files: what is used of what they can do. */
export function filesGraphs(files: WatchedStore): Graph[] {
  return [
    {
      title: `${files.name}: used of what the files can do, in percent`,
      metrics: [lineOf(filesMetric(files), 'used')],
    },
  ];
}

/** The sum of what every place counts; a share of errors has it as a step. */
function requestsOf(metrics: RequestMetrics): Formula {
  const { metrics: all, steps } = errorShare(metrics, 1);
  const counts = Object.entries(all).filter(([id]) => id.startsWith('r'));
  return { metrics: Object.fromEntries(counts), steps: { total: steps.total ?? '' } };
}

function lineOf(
  { namespace, metricName, dimensions, stat }: Metric,
  label: string,
  options: object = {},
): unknown[] {
  const named = Object.entries(dimensions).flat();
  return [namespace, metricName, ...named, { stat, label, ...options }];
}

/** A formula as lines of which only the last is drawn. */
function formulaLines({ metrics, steps }: Formula): unknown[][] {
  const last = Object.keys(steps).at(-1);
  return [
    ...Object.entries(metrics).map(([id, metric]) => lineOf(metric, id, { id, visible: false })),
    ...Object.entries(steps).map(([id, expression]) => [
      { id, expression, label: id, visible: id === last },
    ]),
  ];
}

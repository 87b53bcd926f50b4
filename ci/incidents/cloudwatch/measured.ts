import { type Minute, minutesOf, goodMinute, type Scenario } from '../world';
import type { Metric, MetricSource } from './alarm';
import type { Sample, Samples } from './statistic';

/** What one metric says of a minute. Where nothing is counted, CloudWatch has no point. */
type Measurement = (minute: Minute, index: number) => readonly Sample[];

const counted = (count: number): Sample[] => (count > 0 ? [{ value: 1, count }] : []);
const value = (one: number): Sample[] => [{ value: one, count: 1 }];
const perTask = (percent: number, { tasks }: Minute): Sample[] =>
  tasks > 0 ? [{ value: percent, count: tasks }] : [];
const times =
  (unitsPerSecond: number): Measurement =>
  ({ requests, slow }) => [
    ...(requests > slow ? [{ value: 0.05 * unitsPerSecond, count: requests - slow }] : []),
    ...(slow > 0 ? [{ value: 2 * unitsPerSecond, count: slow }] : []),
  ];

const requests: Readonly<Record<string, Measurement>> = {
  RequestCount: (minute) => counted(minute.requests),
  HTTPCode_Target_5XX_Count: (minute) => counted(minute.errors),
};

/** Every metric that an alarm may ask for, by namespace. */
const measurements: Readonly<Record<string, Readonly<Record<string, Measurement>>>> = {
  'AWS/ECS': {
    ...requests,
    TargetResponseTime: times(1000),
    CPUUtilization: (minute) => perTask(minute.cpuPercent, minute),
    MemoryUtilization: (minute) => perTask(minute.memoryPercent, minute),
  },
  'AWS/ApplicationELB': {
    ...requests,
    TargetResponseTime: times(1),
    HTTPCode_ELB_5XX_Count: () => [],
    UnHealthyHostCount: ({ unhealthy }) => value(unhealthy),
  },
  'ECS/ContainerInsights': { PendingTaskCount: ({ pending }) => value(pending) },
  'AWS/ElastiCache': {
    EngineCPUUtilization: ({ storeReports, cpuPercent }) => (storeReports ? value(cpuPercent) : []),
    DatabaseMemoryUsagePercentage: ({ storeReports, storePercent }) =>
      storeReports ? value(storePercent) : [],
  },
  'AWS/EFS': { PercentIOLimit: () => value(10) },
  'AWS/Route53': { HealthCheckStatus: ({ reachable }) => value(Number(reachable)) },
  // twice a day
  'AWS/CertificateManager': {
    DaysToExpiry: ({ certificateDays }, index) => (index % 720 === 0 ? value(certificateDays) : []),
  },
};

/** What CloudWatch knows while something happens to one part of the system, and nothing to the others. */
export function sourceOf(scenario: Scenario): MetricSource {
  const minutes = minutesOf(scenario);
  const known = new Map<string, Samples>();
  return (metric) => {
    const hit = subjectOf(metric) === scenario.subject;
    const key = `${metric.namespace} ${metric.name} ${hit}`;
    const samples = known.get(key) ?? samplesOf(metric, minutes, hit);
    known.set(key, samples);
    return samples;
  };
}

function samplesOf({ namespace, name }: Metric, minutes: readonly Minute[], hit: boolean): Samples {
  const measure = measurements[namespace]?.[name];
  if (!measure) throw new Error(`no scenario says what ${namespace} ${name} is; add it here`);
  return minutes.map((minute, index) => {
    if (hit && !minute.measured) return [];
    return measure(hit ? handedOver(minute) : goodMinute, index);
  });
}

/** While the only task is replaced, none runs, one waits, and nobody is answered. */
function handedOver(minute: Minute): Minute {
  return minute.handover ? { ...minute, tasks: 0, requests: 0, pending: 1 } : minute;
}

/** What a metric is measured of: the callee where a caller counts, and the proxy where a balancer does. */
export function subjectOf({ namespace, dimensions }: Metric): string {
  const { TargetDiscoveryName, DiscoveryName, ServiceName } = dimensions;
  const service = TargetDiscoveryName ?? DiscoveryName ?? ServiceName?.replace(/^[a-z]+-/, '');
  if (service !== undefined) return service;
  const others: Readonly<Record<string, string>> = {
    'AWS/ApplicationELB': 'reverse-proxy',
    'AWS/ElastiCache': 'cache',
    'AWS/EFS': 'users',
    'AWS/Route53': 'entrance',
    'AWS/CertificateManager': 'entrance',
  };
  return others[namespace] ?? '';
}

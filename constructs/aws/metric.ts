import type { CloudwatchMetricAlarmMetricQuery } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';

/** One metric of CloudWatch with its statistic. */
export interface Metric {
  /** Namespace, for example `AWS/ECS`. */
  readonly namespace: string;

  /** Name, for example `CPUUtilization`. */
  readonly metricName: string;

  /** What it is measured of. */
  readonly dimensions: Readonly<Record<string, string>>;

  /** How the values of a period become one: `Sum`, `Average`, `PR(:1)`. */
  readonly stat: string;
}

/** A value that is computed out of metrics: metrics and steps by their ids, the last step is the value. */
export interface Formula {
  /** Metrics by the ids that the steps use. */
  readonly metrics: Readonly<Record<string, Metric>>;

  /** Expressions by their ids, in the order in which they use each other. */
  readonly steps: Readonly<Record<string, string>>;
}

/** Metrics that one alarm may hold. */
export const mostMetrics = 10;

/** A formula as an alarm takes it, over periods of so many seconds. */
export function queriesOf(
  { metrics, steps }: Formula,
  period: number,
): CloudwatchMetricAlarmMetricQuery[] {
  const last = Object.keys(steps).at(-1);
  return [
    ...Object.entries(metrics).map(([id, { dimensions, ...metric }]) => ({
      id,
      returnData: false,
      metric: { ...metric, dimensions: { ...dimensions }, period },
    })),
    ...Object.entries(steps).map(([id, expression]) => ({
      id,
      expression,
      label: id,
      returnData: id === last,
    })),
  ];
}

/** Metrics by ids made of a letter and a number: `e1`, `e2`. */
export function numbered(letter: string, metrics: readonly Metric[]): Record<string, Metric> {
  return Object.fromEntries(metrics.map((metric, at) => [`${letter}${at + 1}`, metric]));
}

/** The sum of so many, and others: `SUM([e1, e2])`. One without a point takes no part, where `e1 + e2` would have none. */
export function sumOf(letter: string, count: number, others: readonly string[] = []): string {
  const ids = Array.from({ length: count }, (_, at) => `${letter}${at + 1}`);
  return `SUM([${[...ids, ...others].join(', ')}])`;
}

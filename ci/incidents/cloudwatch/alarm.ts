import { parseExpression } from './expression';
import { type AlarmState, evaluationRange, type MissingData, nextState } from './state';
import { type Sample, type Samples, statistic } from './statistic';

/** One metric, as an alarm asks for it. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** What CloudWatch knows of a metric, minute by minute. */
export type MetricSource = (metric: Metric) => Samples;

/** An alarm as Terraform's JSON has it. */
export interface MetricAlarmJson {
  readonly alarm_name: string;
  readonly comparison_operator: string;
  readonly threshold: number;
  readonly evaluation_periods: number;
  readonly datapoints_to_alarm?: number;
  readonly treat_missing_data?: string;
  readonly metric_query?: readonly QueryJson[];
  readonly alarm_actions?: readonly string[];
  readonly actions_enabled?: boolean;
  readonly namespace?: string;
  readonly metric_name?: string;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly period?: number;
  readonly statistic?: string;
  readonly extended_statistic?: string;
}

/** One line of metric math: a metric, or an expression over others. */
interface QueryJson {
  readonly id: string;
  readonly expression?: string;
  readonly return_data?: boolean;
  readonly metric?: StatJson | readonly StatJson[];
}

interface StatJson {
  readonly namespace: string;
  readonly metric_name: string;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly period: number;
  readonly stat: string;
}

const comparisons: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/**
 * The state of an alarm after each minute. It is evaluated every minute over a window that slides; one that looks back over
 * more than a day, once an hour.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 */
export function statesOf(
  alarm: MetricAlarmJson,
  source: MetricSource,
  minutes: number,
): AlarmState[] {
  const { evaluation_periods: evaluationPeriods, threshold } = alarm;
  const { period, valueAt } = series(alarm, source);
  const breaches = comparisons[alarm.comparison_operator];
  if (!breaches)
    throw new Error(`'${alarm.comparison_operator}' of ${alarm.alarm_name} is unknown`);
  const judgement = {
    evaluationPeriods,
    datapointsToAlarm: alarm.datapoints_to_alarm ?? evaluationPeriods,
    missingData: (alarm.treat_missing_data ?? 'missing') as MissingData,
  };
  const range = evaluationRange(evaluationPeriods);
  const hourly = period * evaluationPeriods > 1440;
  const states: AlarmState[] = [];
  let state: AlarmState = 'INSUFFICIENT_DATA';
  for (let minute = 0; minute < minutes; minute += 1) {
    if (!hourly || minute % 60 === 59) {
      const points = Array.from({ length: range }, (_, index) => {
        const value = valueAt(minute - (range - 1 - index) * period);
        return value === undefined ? undefined : breaches(value, threshold);
      });
      state = nextState(state, points, judgement);
    }
    states.push(state);
  }
  return states;
}

/** What an alarm compares: the value of the period that ends with a minute. */
interface Series {
  readonly period: number;
  readonly valueAt: (minute: number) => number | undefined;
}

function series(alarm: MetricAlarmJson, source: MetricSource): Series {
  const queries = queriesOf(alarm);
  const metrics = queries.flatMap(({ id, metric }) => (metric ? [{ id, ...single(metric) }] : []));
  const [first] = metrics;
  if (!first) throw new Error(`${alarm.alarm_name} asks for no metric`);
  if (metrics.some(({ period }) => period !== first.period)) {
    throw new Error(`${alarm.alarm_name} has periods that differ, which CloudWatch refuses`);
  }
  const period = first.period / 60;
  const windows = metrics.map((metric) => {
    const { namespace, metric_name: name, dimensions = {}, stat } = metric;
    return { id: metric.id, at: windowed(source({ namespace, name, dimensions }), stat, period) };
  });
  const result = queries.find((one) => one.return_data) ?? queries.at(-1);
  const steps = queries.flatMap(({ id, expression }) =>
    expression === undefined ? [] : [{ id, calculate: parseExpression(expression) }],
  );
  const valueAt = (minute: number): number | undefined => {
    const values: Record<string, number | undefined> = {};
    for (const { id, at } of windows) values[id] = at(minute);
    for (const { id, calculate } of steps) values[id] = calculate(values);
    return values[result?.id ?? ''];
  };
  return { period, valueAt: remembered(valueAt) };
}

/** Every metric that an alarm looks at. */
export function metricsOf(alarm: MetricAlarmJson): Metric[] {
  return queriesOf(alarm).flatMap(({ metric }) => {
    if (!metric) return [];
    const { namespace, metric_name: name, dimensions = {} } = single(metric);
    return [{ namespace, name, dimensions }];
  });
}

/** An alarm on one metric is a math of one line; expressions come after what they use. */
function queriesOf(alarm: MetricAlarmJson): readonly QueryJson[] {
  const { metric_query: queries = [], namespace = '', metric_name = '', dimensions = {} } = alarm;
  if (queries.length === 0) {
    const stat = alarm.extended_statistic ?? alarm.statistic ?? '';
    const metric = { namespace, metric_name, dimensions, period: alarm.period ?? 0, stat };
    return [{ id: 'm', metric, return_data: true }];
  }
  const uses = (one: QueryJson, other: QueryJson): boolean =>
    new RegExp(`\\b${other.id}\\b`).test(one.expression ?? '');
  const ordered: QueryJson[] = [];
  const add = (query: QueryJson): void => {
    if (ordered.includes(query)) return;
    queries.filter((other) => other !== query && uses(query, other)).forEach(add);
    ordered.push(query);
  };
  queries.forEach(add);
  return ordered;
}

function single(metric: StatJson | readonly StatJson[]): StatJson {
  const [found] = [metric].flat() as [StatJson];
  return found;
}

/** The statistic of the period that ends with a minute, of how often each value was there until then. */
function windowed(samples: Samples, stat: string, period: number) {
  const values = [...new Set(samples.flatMap((minute) => minute.map(({ value }) => value)))];
  const upTo = new Map(values.map((value) => [value, countsUpTo(samples, value)]));
  const at = (counts: readonly number[], minute: number) =>
    counts[Math.min(Math.max(minute, 0), samples.length)] ?? 0;
  return (end: number) => {
    const within = [...upTo].flatMap(([value, counts]): Sample[] => {
      const count = at(counts, end + 1) - at(counts, end - period + 1);
      return count > 0 ? [{ value, count }] : [];
    });
    return statistic(stat, within);
  };
}

function countsUpTo(samples: Samples, wanted: number): number[] {
  const counts = [0];
  for (const minute of samples) {
    const found = minute.filter(({ value }) => value === wanted);
    counts.push((counts.at(-1) ?? 0) + found.reduce((sum, { count }) => sum + count, 0));
  }
  return counts;
}

function remembered<Value>(calculate: (minute: number) => Value): (minute: number) => Value {
  const known = new Map<number, Value>();
  return (minute) => {
    if (!known.has(minute)) known.set(minute, calculate(minute));
    return known.get(minute) as Value;
  };
}

import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { type AlertName, alerts, runbookOf } from '../core/alert';
import type { Severity } from '../core/burn-rate';
import { known } from '../core/known';
import { throwProblems } from '../core/validation';
import { type Formula, type Metric, queriesOf } from './metric';

/** What every alarm of one Alarms has. */
export interface AlarmPlace {
  /** What is told of an alarm of each severity. */
  readonly actions: Readonly<Record<Severity, readonly string[]>>;

  /** Where the runbooks are. */
  readonly runbooks: string;

  /** Notes an alarm by its name. */
  readonly note: (alarm: NotedAlarm) => void;
}

/** An alarm that is made, as a dashboard shows it. */
export interface NotedAlarm {
  /** Name of the alarm. */
  readonly name: string;

  /** ARN of the alarm. */
  readonly arn: string;
}

/** What one alarm watches and when it fires. */
export interface AlarmSpec {
  /** Kind of the alert. */
  readonly kind: AlertName;

  /** Cloud name of what is watched. */
  readonly subject: string;

  /**
   * What follows the kind in the alarm's name.
   *
   * @default - the subject has one alarm of the kind
   */
  readonly suffix?: string;

  /** What it says besides what the kind means. */
  readonly detail: string;

  /** The value: one metric, or several and what is made of them. */
  readonly value: Metric | Formula;

  /** Seconds of one period. */
  readonly period: number;

  /** So many of so many periods must be beyond the threshold. */
  readonly periods: readonly [bad: number, of: number];

  /** When a value is beyond the threshold. */
  readonly fires: 'above' | 'below';

  /** The threshold. */
  readonly threshold: number;

  /** What a period without a value says. */
  readonly missing: 'breaching' | 'notBreaching' | 'ignore' | 'missing';

  /**
   * Whether it is part of another alarm, which is the one that tells somebody.
   *
   * @default false
   */
  readonly part?: boolean;

  /**
   * What must exist first.
   *
   * @default - nothing besides what it names
   */
  readonly after?: readonly ITerraformDependable[];

  /**
   * The provider of another region.
   *
   * @default - the stack's own
   */
  readonly provider?: AwsProvider;
}

/** Name of an alarm: `<environment>-<service>-<kind>`, and what tells several of one kind apart. */
export function alarmName({ subject, kind, suffix, part }: AlarmSpec): string {
  return [subject, kind, suffix, ...(part ? ['part'] : [])].filter(Boolean).join('-');
}

/** The text of an alarm: what is wrong, and where it is written what to do. */
export function alarmText(
  { kind, subject, detail }: Pick<AlarmSpec, 'kind' | 'subject' | 'detail'>,
  runbooks: string,
): string {
  const what = `${subject} ${alerts[kind].means}: ${detail}.`;
  return `${what} What to do: ${runbookOf(kind, runbooks)}`;
}

/** Longest description: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const longestText = 1024;

/**
 * The text of an alarm, where CloudWatch takes it. What only the deployment knows is not counted.
 *
 * @throws ValidationError when it is too long
 */
export function describedBy(
  scope: Construct,
  spec: Pick<AlarmSpec, 'kind' | 'subject' | 'detail'>,
  runbooks: string,
): string {
  const text = alarmText(spec, runbooks);
  if (known(text) && text.length > longestText) {
    throwProblems(scope, [
      `'runbooks' makes a description of ${text.length} characters, and CloudWatch takes ${longestText}; use a shorter address`,
    ]);
  }
  return text;
}

/** Makes one alarm with everything written out. A part tells nobody: the alarm that it is part of does. */
export function createAlarm(
  scope: Construct,
  id: string,
  place: AlarmPlace,
  spec: AlarmSpec,
): CloudwatchMetricAlarm {
  const [datapointsToAlarm, evaluationPeriods] = spec.periods;
  const actions = spec.part ? [] : [...place.actions[alerts[spec.kind].severity]];
  const alarm = new CloudwatchMetricAlarm(scope, id, {
    alarmName: alarmName(spec),
    alarmDescription: describedBy(scope, spec, place.runbooks),
    comparisonOperator: spec.fires === 'above' ? 'GreaterThanThreshold' : 'LessThanThreshold',
    threshold: spec.threshold,
    evaluationPeriods,
    datapointsToAlarm,
    treatMissingData: spec.missing,
    ...valueOf(spec),
    actionsEnabled: true,
    alarmActions: actions,
    okActions: actions,
    insufficientDataActions: [],
    provider: spec.provider,
    dependsOn: spec.after ? [...spec.after] : undefined,
  });
  if (!spec.part) place.note({ name: alarmName(spec), arn: alarm.arn });
  return alarm;
}

/** What an alarm watches, as it is written; again where the formula has grown. */
export function valueOf({ value, period }: Pick<AlarmSpec, 'value' | 'period'>) {
  if ('steps' in value) return { metricQuery: queriesOf(value, period) };
  const { namespace, metricName, dimensions, stat } = value;
  return { namespace, metricName, dimensions: { ...dimensions }, statistic: stat, period };
}

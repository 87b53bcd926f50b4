import { CloudwatchCompositeAlarm } from '@cdktf/provider-aws/lib/cloudwatch-composite-alarm';
import type { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { dependable } from 'cdktf';
import { Construct } from 'constructs';
import type { AlertName } from '../core/alert';
import { type BurnRate, type ErrorBudget, firingShare, type Severity } from '../core/burn-rate';
import type { ResolvedObjective } from '../core/objective';
import { throwProblems } from '../core/validation';
import { type AlarmPlace, type AlarmSpec, alarmName, createAlarm, describedBy } from './alarm';
import { AlarmRule } from './alarm-rule';
import { type Formula, mostMetrics, queriesOf } from './metric';
import { errorShare, type RequestMetrics, slowShare } from './request-metrics';

/** Props of RequestAlarms. */
export interface RequestAlarmsProps {
  /** Cloud name of the service. */
  readonly subject: string;

  /** What the service promises. */
  readonly objective: ResolvedObjective;

  /** What every alarm has. */
  readonly place: AlarmPlace;

  /** Lets alarms roll back a deployment. */
  readonly guardWith: (alarms: readonly CloudwatchMetricAlarm[]) => void;
}

/** An alarm whose metrics may still become more. */
interface Growth {
  readonly alarm: CloudwatchMetricAlarm;
  readonly period: number;
  readonly formula: (metrics: RequestMetrics) => Formula;
}

/** What tells the alarms of one promise apart. */
type RequestAlarm = Omit<AlarmSpec, 'subject' | 'value' | 'fires' | 'missing'> & {
  /** Bad requests in the period below which it does not fire. */
  readonly minimum: number;
};

/** One promise: what of the requests is bad, and how much of it is allowed. */
interface Promised {
  readonly burn: AlertName;
  readonly quick: AlertName;
  readonly bad: string;
  readonly budget: ErrorBudget;
  /** How much more than the budget allows is bad enough within minutes. */
  readonly quickShare: number;
  readonly formula: (metrics: RequestMetrics, minimum: number) => Formula;
}

/**
 * What is watched of the requests of one service: how fast its budgets are spent, and what a deployment must not do.
 *
 * Creates: per promise and window a metric alarm, per promise and severity a composite alarm that joins them, and one
 * alarm for the last minutes.
 */
export class RequestAlarms extends Construct {
  private readonly growing: Growth[] = [];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RequestAlarmsProps,
    metrics: RequestMetrics,
  ) {
    super(scope, id);
    const promises = promisesOf(props.objective);
    this.checkSize(metrics, promises);
    for (const promise of promises) {
      for (const severity of ['page', 'ticket'] as const) {
        this.createBurn(promise, severity, metrics);
      }
    }
    props.guardWith(promises.map((promise) => this.createQuick(promise, metrics)));
  }

  /** Watches requests that are counted in further places. */
  public update(metrics: RequestMetrics): void {
    this.checkSize(metrics, promisesOf(this.props.objective));
    for (const { alarm, period, formula } of this.growing) {
      alarm.putMetricQuery(queriesOf(formula(metrics), period));
    }
  }

  private checkSize(metrics: RequestMetrics, promises: readonly Promised[]): void {
    const most = Math.max(
      ...promises.map(({ formula }) => Object.keys(formula(metrics, 1).metrics).length),
    );
    if (most <= mostMetrics) return;
    throwProblems(this, [
      `'watch' has '${this.props.subject}', whose requests are counted in ${most} metrics, but an alarm holds at most ${mostMetrics}; let fewer routes lead to it, or fewer services call it by name where it has no route`,
    ]);
  }

  /** Two windows of each rate, and what joins those of one severity. */
  private createBurn(promise: Promised, severity: Severity, metrics: RequestMetrics): void {
    const { subject, place, objective } = this.props;
    const rates = objective.burnRates.filter((rate) => rate.severity === severity);
    if (rates.length === 0) return;
    const pairs = rates.map((rate) => this.createPair(promise, rate, metrics));
    const spec = { kind: promise.burn, subject, suffix: severity } as const;
    const name = alarmName({ ...spec } as AlarmSpec);
    const rule = pairs.map(
      (parts) => `(${parts.map(({ alarmNameInput: part }) => `ALARM("${part}")`).join(' AND ')})`,
    );
    const detail = `${rates.map(rateText).join(', or ')}, where ${goalText(promise)}`;
    const actions = [...place.actions[severity]];
    const id = `${idOf(promise.burn)}${idOf(severity)}`;
    const alarmRule = rule.join(' OR ');
    const alarm = new CloudwatchCompositeAlarm(this, id, {
      alarmName: name,
      alarmDescription: describedBy(this, { ...spec, detail }, place.runbooks),
      alarmRule,
      actionsEnabled: true,
      alarmActions: actions,
      okActions: actions,
      insufficientDataActions: [],
      // its rule names them
      dependsOn: pairs.flat(),
      lifecycle: { replaceTriggeredBy: [dependable(new AlarmRule(this, `${id}Rule`, alarmRule))] },
    });
    place.note({ name, arn: alarm.arn });
  }

  private createPair(
    promise: Promised,
    rate: BurnRate,
    metrics: RequestMetrics,
  ): CloudwatchMetricAlarm[] {
    return [rate.longMinutes, rate.shortMinutes].map((minutes) => {
      // the minimum holds for the long window; the short one only says whether it goes on
      const window = minutes === rate.longMinutes ? 'long' : 'short';
      const suffix = `${rate.factor}x-${rate.longMinutes}m-${window}`;
      return this.createGrowing(promise, metrics, {
        kind: promise.burn,
        suffix,
        detail: `in ${minutes} minutes ${promise.bad} more than ${rate.factor} times what ${goalText(promise)} allows`,
        period: minutes * 60,
        periods: [1, 1],
        threshold: firingShare(rate, promise.budget),
        minimum: window === 'long' ? this.props.objective.minimumBadRequests : 1,
        part: true,
      });
    });
  }

  private createQuick(promise: Promised, metrics: RequestMetrics): CloudwatchMetricAlarm {
    const { budget, quickShare } = promise;
    const allowed = firingShare({ factor: 1 }, budget);
    // half-way to everything, where that is less
    const threshold = Number(Math.min(allowed + quickShare, (1 + allowed) / 2).toFixed(9));
    return this.createGrowing(promise, metrics, {
      kind: promise.quick,
      detail: `in two of three minutes more than ${percentOf(threshold)} of the requests ${promise.bad}`,
      period: 60,
      periods: [2, 3],
      threshold,
      minimum: this.props.objective.minimumBadRequests,
    });
  }

  /** Factors that differ in their point alone, 1.44 and 14.4, have the same letters: the later one writes it out. */
  private freeId(kind: string, suffix: string): string {
    const id = `${kind}${idOf(suffix)}`;
    if (!this.node.tryFindChild(id)) return id;
    return `${kind}${idOf(suffix.replace(/^(\d+)(?:\.(\d+))?x/, '$1-point-$2x'))}`;
  }

  private createGrowing(
    promise: Promised,
    metrics: RequestMetrics,
    { minimum, ...spec }: RequestAlarm,
  ): CloudwatchMetricAlarm {
    const { subject, place } = this.props;
    const formula = (grown: RequestMetrics) => promise.formula(grown, minimum);
    const id = this.freeId(idOf(spec.kind), spec.suffix ?? '');
    const alarm = createAlarm(this, id, place, {
      ...spec,
      subject,
      value: formula(metrics),
      fires: 'above',
      // no requests, no bad ones: that a service is gone is told by an alarm of its own
      missing: 'notBreaching',
    });
    this.growing.push({ alarm, period: spec.period, formula });
    return alarm;
  }
}

function promisesOf({ availability, latency }: ResolvedObjective): Promised[] {
  const promises: Promised[] = [
    {
      burn: 'availability-burn',
      quick: 'server-errors',
      bad: 'ended in a server error',
      budget: availability,
      // by chance, what fails by nature may fail twice as often in a minute
      quickShare: Math.max(0.05, availability.naturalPercent / 100),
      formula: errorShare,
    },
  ];
  if (latency) {
    promises.push({
      burn: 'latency-burn',
      quick: 'slow-answers',
      bad: `took longer than ${latency.seconds} s`,
      budget: latency,
      quickShare: 0.1,
      formula: (metrics, minimum) => slowShare(metrics, latency, minimum),
    });
  }
  return promises;
}

function idOf(words: string): string {
  return words
    .split(/[^a-zA-Z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

function rateText({ factor, longMinutes, shortMinutes }: BurnRate): string {
  return `${factor} times too fast over ${longMinutes} minutes and still over ${shortMinutes}`;
}

function goalText({ budget: { goalPercent, naturalPercent } }: Promised): string {
  const natural = naturalPercent > 0 ? ` above the ${naturalPercent} % that are natural` : '';
  return `a goal of ${goalPercent} %${natural}`;
}

function percentOf(share: number): string {
  return `${Number((share * 100).toFixed(4))} %`;
}

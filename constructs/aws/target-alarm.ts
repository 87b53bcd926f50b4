import type { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import { Construct } from 'constructs';
import { inOrderOfPaths } from '../core/dependency-order';
import { type AlarmPlace, createAlarm } from './alarm';
import { type Formula, numbered, queriesOf, sumOf } from './metric';

/** Props of TargetAlarm. */
export interface TargetAlarmProps {
  /** Cloud name of the service. */
  readonly subject: string;

  /** What every alarm has. */
  readonly place: AlarmPlace;

  /** Lets alarms roll back a deployment. */
  readonly guardWith: (alarms: readonly CloudwatchMetricAlarm[]) => void;
}

const period = 60;

/**
 * Whether targets of a service fail the health check of their balancer.
 *
 * Creates: with the first target group an alarm.
 */
export class TargetAlarm extends Construct {
  private readonly balancers = new Map<LbTargetGroup, string>();
  private alarm: CloudwatchMetricAlarm | undefined;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: TargetAlarmProps,
  ) {
    super(scope, id);
  }

  /** Watches further target groups of the service. */
  public add(groups: readonly LbTargetGroup[], balancer: string): void {
    for (const group of groups) this.balancers.set(group, balancer);
    const value = unhealthyTargets(this.balancers);
    if (this.alarm) this.alarm.putMetricQuery(queriesOf(value, period));
    else this.alarm = this.createAlarm(value);
  }

  private createAlarm(value: Formula): CloudwatchMetricAlarm {
    const { subject, place, guardWith } = this.props;
    const alarm = createAlarm(this, 'Unhealthy', place, {
      kind: 'unhealthy-targets',
      subject,
      detail: 'a target is unhealthy in three of five minutes',
      value,
      period,
      ...{ fires: 'above', threshold: 0, periods: [3, 5], missing: 'notBreaching' },
    });
    guardWith([alarm]);
    return alarm;
  }
}

/** The number of unhealthy targets in all groups of a service, whatever the order in which they came. */
function unhealthyTargets(balancers: ReadonlyMap<LbTargetGroup, string>): Formula {
  const metrics = inOrderOfPaths(balancers.keys()).map((group) => ({
    namespace: 'AWS/ApplicationELB',
    metricName: 'UnHealthyHostCount',
    dimensions: { TargetGroup: group.arnSuffix, LoadBalancer: balancers.get(group) ?? '' },
    stat: 'Maximum',
  }));
  return { metrics: numbered('u', metrics), steps: { unhealthy: sumOf('u', metrics.length) } };
}

import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { Construct } from 'constructs';
import type { Severity } from '../core/burn-rate';
import { known } from '../core/known';
import { type Notify, targetOf } from '../core/notify';
import { shown } from '../core/validation';
import { regionOfStack, usEast1 } from './us-east-1';

/** A region that has alarms, and the severities that they have there. */
export interface AlarmRegion {
  /** The region, or undefined where only the deployment knows it. */
  readonly region: string | undefined;

  /** Severities of its alarms. */
  readonly severities: readonly Severity[];
}

/** Where alarms are: in the region of the stack, and those of entrances in us-east-1 where a provider leads there. */
export function alarmRegions(
  scope: Construct,
  entranceProvider: AwsProvider | undefined,
  balancers: readonly unknown[],
): AlarmRegion[] {
  const own: AlarmRegion = { region: regionOfStack(scope), severities: ['page', 'ticket'] };
  const entrances = balancers.length > 0 && entranceProvider !== undefined;
  return entrances ? [own, { region: usEast1, severities: ['page'] }] : [own];
}

/**
 * Whom alarms of one region can tell: an alarm may name topics of its own region only, and CloudWatch refuses one that
 * names another. A topic or a region that only the deployment knows is not judged.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
export function toldIn(region: string | undefined, notify: readonly Notify[]): Notify[] {
  return notify.filter(({ way }) => {
    const target = targetOf(way);
    return way.kind !== 'topic' || !known(region) || !known(target) || regionOf(target) === region;
  });
}

/**
 * Topics that one severity may tell in a region: an alarm has five actions for each state, and a rule of EventBridge five
 * targets. All addresses of email share one topic.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
 */
const mostTopics = 5;

/** Everything that is wrong with where topics are: alarms that tell nobody or too many, and topics that no alarm tells. */
export function regionProblems(
  regions: readonly AlarmRegion[],
  notify: readonly Notify[],
): string[] {
  return [
    ...regions.flatMap((one) => [...unheardProblems(one, notify), ...mostProblems(one, notify)]),
    ...notify.flatMap((one, at) => unusedProblems(`'notify[${at}]'`, one, regions)),
  ];
}

function unheardProblems({ region, severities }: AlarmRegion, notify: readonly Notify[]): string[] {
  return severities.flatMap((severity) => {
    const named = notify.filter((one) => one.severities.includes(severity));
    // nobody anywhere is another problem
    if (region === undefined || named.length === 0 || toldIn(region, named).length > 0) return [];
    const got = named.map(({ way }) => shown(targetOf(way))).join(', ');
    return [
      `'notify' must name an email or a topic of ${region} for severity '${severity}', since alarms there tell no topic of another region, got ${got}; add one`,
    ];
  });
}

function mostProblems({ region, severities }: AlarmRegion, notify: readonly Notify[]): string[] {
  return severities.flatMap((severity) => {
    const told = toldIn(region, notify).filter((one) => one.severities.includes(severity));
    const given = told.filter(({ way }) => way.kind === 'topic').length;
    const topics = given + (given < told.length ? 1 : 0);
    if (topics <= mostTopics) return [];
    return [
      `'notify' may name ${mostTopics} topics of one region for one severity, got ${topics} for '${severity}', where all emails count as one; let one topic tell the others`,
    ];
  });
}

function unusedProblems(place: string, one: Notify, regions: readonly AlarmRegion[]): string[] {
  const used = regions.some(
    ({ region, severities }) =>
      toldIn(region, [one]).length > 0 &&
      severities.some((severity) => one.severities.includes(severity)),
  );
  if (used || one.severities.length === 0) return [];
  const places = regions.map(
    ({ region, severities }) => `${region} (${severities.map(shown).join(', ')})`,
  );
  return [
    `${place} must be a topic that some alarm tells, got ${shown(targetOf(one.way))} for ${one.severities.map(shown).join(', ')}, while alarms are in ${places.join(' and ')}; give the ARN of a topic there`,
  ];
}

function regionOf(arn: string): string | undefined {
  return arn.split(':')[3];
}

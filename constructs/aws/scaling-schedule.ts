import { AppautoscalingScheduledAction } from '@cdktf/provider-aws/lib/appautoscaling-scheduled-action';
import type { AppautoscalingTarget } from '@cdktf/provider-aws/lib/appautoscaling-target';
import type { Construct } from 'constructs';
import { known } from '../core/known';
import { nameProblems, pascalCase } from '../core/naming';
import { problemsOf, type Rule, shown } from '../core/validation';

/** A time from which other bounds hold, until the next such time. */
export interface ScheduledBounds {
  /** Name of the time, for example `morning`; the action is called so. */
  readonly name: string;

  /**
   * When: `cron(0 7 ? * MON-FRI *)` with its six fields, or once with `at(2027-01-31T20:00:00)`.
   *
   * @see https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-using-cron-expressions.html
   */
  readonly schedule: string;

  /**
   * Time zone of the schedule, by its IANA name such as `Europe/Berlin`; its summer time is followed.
   *
   * @default 'Etc/UTC'
   */
  readonly timeZone?: string;

  /** Fewest tasks from then on. */
  readonly minTasks: number;

  /** Most tasks from then on. */
  readonly maxTasks: number;
}

/** Changes the bounds of a scaling target at these times. */
export function addSchedule(
  scope: Construct,
  target: AppautoscalingTarget,
  times: readonly ScheduledBounds[],
): void {
  for (const { name, schedule, timeZone = 'Etc/UTC', minTasks, maxTasks } of times) {
    new AppautoscalingScheduledAction(scope, `ScheduledScaling${pascalCase(name)}`, {
      name,
      resourceId: target.resourceId,
      scalableDimension: target.scalableDimension,
      serviceNamespace: target.serviceNamespace,
      schedule,
      timezone: timeZone,
      scalableTargetAction: { minCapacity: String(minTasks), maxCapacity: String(maxTasks) },
    });
  }
}

/** Every problem of the times at which the bounds change. */
export function scheduleProblems(times: readonly ScheduledBounds[]): string[] {
  return [
    ...(times.length === 1
      ? [
          `'scaling.schedule' has one time only, after which its bounds would hold for ever; add the time at which they end`,
        ]
      : []),
    ...times
      .filter(({ name }, at) => times.findIndex((other) => sameId(other.name, name)) < at)
      .map(
        ({ name }) =>
          `'scaling.schedule' has ${shown(name)} twice, or another name that differs only in hyphens; rename one`,
      ),
    ...times.flatMap((time) => [
      ...nameProblems('scaling.schedule.name', time.name),
      ...problemsOf(time, rules),
    ]),
  ];
}

function sameId(name: string, other: string): boolean {
  return pascalCase(name) === pascalCase(other);
}

const onceForm = /^at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)$/;
const cronForm = /^cron\(\S+( \S+){5}\)$/;
const zoneForm = /^[A-Za-z_]+(\/[A-Za-z0-9_+-]+)*$/;

const rules: readonly Rule<ScheduledBounds>[] = [
  {
    broken: ({ schedule }) =>
      known(schedule) && !onceForm.test(schedule) && !cronForm.test(schedule),
    message: ({ schedule }) =>
      `'scaling.schedule.schedule' must be cron() with six fields or at() with a date, got ${shown(schedule)}; use for example 'cron(0 7 ? * MON-FRI *)'`,
  },
  {
    broken: ({ timeZone }) => known(timeZone) && !zoneForm.test(timeZone),
    message: ({ timeZone }) =>
      `'scaling.schedule.timeZone' must be the IANA name of a time zone, got ${shown(timeZone)}; use for example 'Europe/Berlin'`,
  },
];

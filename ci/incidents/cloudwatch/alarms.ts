import type { Firing } from '../firing';
import { minutesBefore, minutesOf, type Scenario } from '../world';
import { alertOf } from './alert-of';
import { metricsOf, type MetricAlarmJson, statesOf } from './alarm';
import { gateFirings, type GatedService } from './gate';
import { sourceOf, subjectOf } from './measured';
import { parseRule } from './rule';
import type { AlarmState } from './state';

/** A composite alarm as Terraform's JSON has it. */
interface CompositeJson {
  readonly alarm_name: string;
  readonly alarm_rule: string;
  readonly alarm_actions?: readonly string[];
  readonly actions_enabled?: boolean;
}

/** A synthesized stack. */
export interface AlarmDocument {
  readonly resource: {
    readonly aws_cloudwatch_metric_alarm?: Readonly<Record<string, MetricAlarmJson>>;
    readonly aws_cloudwatch_composite_alarm?: Readonly<Record<string, CompositeJson>>;
    readonly aws_ecs_service?: Readonly<Record<string, GatedService>>;
  };
}

/** Whether the alarms of everything are asked, although nothing happens to it. */
const everything = 'everything';

/** The alarms of a stack that tell somebody during a scenario: those of what it happens to. */
export function cloudWatchFirings(scenario: Scenario, { resource }: AlarmDocument): Firing[] {
  const source = sourceOf(scenario);
  const length = minutesOf(scenario).length;
  const states = new Map<string, AlarmState[]>();
  const metricAlarms = Object.values(resource.aws_cloudwatch_metric_alarm ?? {});
  for (const alarm of metricAlarms) {
    const subjects = metricsOf(alarm).map(subjectOf);
    if (scenario.subject !== everything && !subjects.includes(scenario.subject)) continue;
    states.set(alarm.alarm_name, statesOf(alarm, source, length));
  }
  const composites = Object.values(resource.aws_cloudwatch_composite_alarm ?? {});
  for (const composite of composites) {
    const found = compositeStates(composite, states, length);
    if (found) states.set(composite.alarm_name, found);
  }
  const told = [...metricAlarms, ...composites]
    .filter(
      ({ alarm_actions: actions = [], actions_enabled: on = true }) => on && actions.length > 0,
    )
    .flatMap((alarm) => firingsOf(alarm, states.get(alarm.alarm_name) ?? []));
  return [...told, ...gateFirings(scenario, Object.values(resource.aws_ecs_service ?? {}), states)];
}

function compositeStates(
  { alarm_name: name, alarm_rule: text }: CompositeJson,
  states: ReadonlyMap<string, AlarmState[]>,
  length: number,
): AlarmState[] | undefined {
  const parts = [...text.matchAll(/\(["']([^"']+)["']\)/g)].map(([, part = '']) => part);
  const asked = parts.filter((part) => states.has(part));
  if (asked.length === 0) return undefined;
  if (asked.length < parts.length) throw new Error(`${name} names alarms that do not exist`);
  const rule = parseRule(text);
  return Array.from({ length }, (_, minute): AlarmState => {
    return rule((part) => states.get(part)?.[minute] ?? 'OK') ? 'ALARM' : 'OK';
  });
}

/** From the first to the last minute in ALARM; what was so before anything happened is told too. */
function firingsOf(
  alarm: Pick<MetricAlarmJson, 'alarm_name' | 'alarm_actions'>,
  states: readonly AlarmState[],
): Firing[] {
  // the first minutes know too little of the day before
  const settled = states.map((state, minute) => (minute < minutesBefore - 60 ? 'OK' : state));
  const first = settled.indexOf('ALARM');
  if (first < 0) return [];
  const last = settled.lastIndexOf('ALARM');
  const to = last === states.length - 1 ? undefined : last - minutesBefore;
  return [{ alert: alertOf(alarm), from: first - minutesBefore, to }];
}

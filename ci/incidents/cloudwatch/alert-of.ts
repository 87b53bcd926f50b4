import { alerts } from '../../../constructs/core/alert';
import type { MetricAlarmJson } from './alarm';

/** The kind of an alarm is in its name, and who has to act in the topic that it is told to. */
export function alertOf({
  alarm_name: name,
  alarm_actions: [topic = ''] = [],
}: Pick<MetricAlarmJson, 'alarm_name' | 'alarm_actions'>): string {
  const kinds = Object.keys(alerts).filter((kind) => name.includes(kind));
  const kind = kinds.toSorted((one, other) => other.length - one.length)[0];
  const severity = /ticket/i.test(topic) ? 'ticket' : 'page';
  return `${kind ?? name} ${severity}`;
}

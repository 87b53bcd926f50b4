import type { Evidence } from '../evidence/evidence';
import type { Resource } from '../model';
import { every, requires, type ReviewRule, some } from '../rule';

const composite = 'aws_cloudwatch_composite_alarm';

/** An alarm tells somebody. */
export const alarmActions: ReviewRule = {
  id: 'alarm-actions',
  title: 'an alarm tells somebody',
  rationale: 'An alarm that tells nobody is a colour in a console.',
  remedy: "name a topic in 'alarm_actions', and leave 'actions_enabled' on",
  severity: 'high',
  controls: ['CloudWatch.15', 'CKV_AWS_319'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html#cloudwatch-15',
  types: ['aws_cloudwatch_metric_alarm', composite],
  check: (alarm, evidence) => {
    const { address, block } = alarm;
    const kept = every([
      evidence.isTrue(block.actions_enabled, true),
      evidence.isSet(block.alarm_actions),
    ]);
    // an alarm that another one, or a deployment, reads need not tell anybody itself
    const watched = evidence.isNamedBy([composite, 'aws_ecs_service'], address);
    return requires(some([kept, watched, isPart(alarm, evidence)]), "'alarm_actions' names nobody");
  },
};

/** Whether the rule of a composite alarm has an alarm by its name, which cannot be a reference to it. */
function isPart({ address, block }: Resource, evidence: Evidence): boolean | undefined {
  const { byName, read, unread } = evidence.compositeRules();
  const name = evidence.model.text(block.alarm_name);
  const others = (all: ReadonlySet<string> = new Set()) => all.size > (all.has(address) ? 1 : 0);
  if (name !== undefined && others(byName.get(name))) return true;
  return others(unread) || (name === undefined && others(read)) ? undefined : false;
}

import { referencesIn } from '../expression';
import type { Model } from '../model';

const composite = 'aws_cloudwatch_composite_alarm';

/** What the rules of all composite alarms name, read once. */
export interface CompositeRules {
  /** Addresses of the composite alarms whose rule has a name in it, by that name. */
  readonly byName: ReadonlyMap<string, ReadonlySet<string>>;

  /** Addresses of those whose rule can be read. */
  readonly read: ReadonlySet<string>;

  /** Addresses of those whose rule may name anything. */
  readonly unread: ReadonlySet<string>;
}

/** Reads the rules of the composite alarms of a stack. One that refers to a resource of it by address names no other. */
export function compositeRulesOf(model: Model): CompositeRules {
  const byName = new Map<string, Set<string>>();
  const [read, unread] = [new Set<string>(), new Set<string>()];
  for (const { address, block } of model.all(composite)) {
    const rule = model.text(block.alarm_rule);
    if (rule !== undefined) {
      read.add(address);
      for (const name of namesIn(rule)) {
        byName.set(name, (byName.get(name) ?? new Set()).add(address));
      }
    } else {
      const text = typeof block.alarm_rule === 'string' ? block.alarm_rule : '';
      const named = referencesIn(text).some((one) => model.resources.has(one.address));
      if (!named) unread.add(address);
    }
  }
  return { byName, read, unread };
}

/** Names in a rule such as `ALARM("one") AND NOT OK(arn:aws:cloudwatch:eu-west-1:1:alarm:two)`. */
function namesIn(rule: string): Set<string> {
  const calls = rule.matchAll(/\b(?:ALARM|OK|INSUFFICIENT_DATA)\(\s*"?([^")]*?)"?\s*\)/g);
  return new Set([...calls].map(([, text = '']) => text.replace(/^arn:.*:alarm:/, '')));
}

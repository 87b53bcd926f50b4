import type { Evidence } from './evidence';
import type { Resource } from '../model';
import { every } from '../rule';

/** Whether a listener does nothing but send callers to HTTPS: its default does, and no rule decides otherwise. */
export function onlyRedirects(listener: Resource, evidence: Evidence): boolean | undefined {
  const actions = evidence.blocks(listener.block.default_action);
  const rules = ['aws_lb_listener_rule', 'aws_alb_listener_rule'].map((type) =>
    evidence.attached(listener, type, 'listener_arn'),
  );
  if (rules.some(({ found }) => found.length > 0)) return false;
  return every([
    rules.every(({ complete }) => complete) || undefined,
    actions && actions.length > 0,
    ...(actions ?? []).map(({ type, redirect }) => {
      const target = evidence.first(redirect);
      return every([
        evidence.isText(type, (text) => text === 'redirect'),
        target && evidence.isText(target.protocol, (text) => text === 'HTTPS', '#{protocol}'),
      ]);
    }),
  ]);
}

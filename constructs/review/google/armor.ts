import type { Model } from '../model';
import { dark, type Finding, open } from './finding';
import { Named } from './named';

/** Priority of the rule that takes what no other rule took. */
const lastPriority = 2147483647;

/** Whether Cloud Armor lets the internet through: it does unless it lets in a list alone. */
export class Armor {
  private readonly policies: Named;
  private readonly rules = new Map<string, Readonly<Record<string, unknown>>[]>();

  constructor(private readonly model: Model) {
    const types = ['google_compute_security_policy', 'google_compute_region_security_policy'];
    this.policies = new Named(model, types);
    const ruleTypes = types.map((type) => `${type}_rule`);
    for (const { block } of model.all(...ruleTypes)) {
      for (const { address } of this.policies.of(block.security_policy) ?? []) {
        const same = this.rules.get(address);
        if (same) same.push(block);
        else this.rules.set(address, [block]);
      }
    }
  }

  /** What the policy of a backend does to calls from the internet. */
  public of(raw: unknown): Finding {
    if (raw === undefined || raw === null || raw === '') return open();
    const [policy] = this.policies.of(raw) ?? [];
    if (!policy) return dark('a policy of Cloud Armor that is not in the stack filters the calls');
    const { address } = policy;
    const own = this.model.blocks(policy.block.rule);
    const rules = own && [...own, ...(this.rules.get(address) ?? [])];
    const last = rules?.find(({ priority }) => this.model.number(priority) === lastPriority);
    const action = last ? this.model.text(last.action) : 'allow';
    const everyone = rules?.some((rule) => rule !== last && this.denies(rule));
    if (action === 'allow' && everyone === false) {
      return open({ address, text: 'filters some calls and lets others through' });
    }
    return dark('filters the calls by rules that are not read', address);
  }

  /** Whether a rule may refuse everyone. */
  private denies({ action, match, preview }: Readonly<Record<string, unknown>>): boolean {
    const verb = this.model.text(action);
    if (verb?.startsWith('deny') === false || this.model.flag(preview, false) === true)
      return false;
    const configs = this.model.blocks(match)?.flatMap(({ config }) => this.model.blocks(config));
    const ranges = configs?.flatMap((config) => this.model.list(config?.src_ip_ranges) ?? ['*']);
    return (
      ranges?.some((range) => ['*', '0.0.0.0/0', undefined].includes(this.model.text(range))) ??
      true
    );
  }
}

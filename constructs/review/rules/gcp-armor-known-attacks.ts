import { requires, type ReviewRule } from '../rule';

/** Cloud Armor stops requests that are known to be attacks. */
export const gcpArmorKnownAttacks: ReviewRule = {
  id: 'gcp-armor-known-attacks',
  title: 'Cloud Armor stops requests that are known to be attacks',
  rationale:
    'The rules of Google know Log4j and its like on the day after, when your dependencies do not.',
  remedy: "add a rule with 'evaluatePreconfiguredWaf' that denies",
  severity: 'medium',
  controls: ['CKV_GCP_73'],
  page: 'https://cloud.google.com/armor/docs/waf-rules',
  types: ['google_compute_security_policy'],
  check: ({ block }, evidence) => {
    const rules = evidence.blocks(block.rule);
    const found = rules?.some((rule) => {
      const expression = evidence.first(evidence.first(rule.match)?.expr)?.expression;
      const denies = evidence.model.text(rule.action)?.startsWith('deny') === true;
      return (
        denies &&
        evidence.isTrue(rule.preview) === false &&
        /evaluatePreconfigured(Waf|Expr)/.test(evidence.model.text(expression) ?? '')
      );
    });
    return requires(found, "no rule with 'evaluatePreconfiguredWaf' denies");
  },
};

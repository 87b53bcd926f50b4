import { requires, type ReviewRule } from '../rule';

/** A web ACL stops requests that are known to be attacks. */
export const wafKnownBadInputs: ReviewRule = {
  id: 'waf-known-bad-inputs',
  title: 'a web ACL stops requests that are known to be attacks',
  rationale:
    'The group of AWS knows Log4j and its like on the day after, when your dependencies do not.',
  remedy: "add the managed group 'AWSManagedRulesKnownBadInputsRuleSet' and do not only count",
  severity: 'medium',
  controls: ['CKV_AWS_192'],
  page: 'https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html',
  types: ['aws_wafv2_web_acl'],
  check: ({ block }, evidence) => {
    const rules = evidence.blocks(block.rule);
    const found = rules?.some((rule) => {
      const { managed_rule_group_statement } = evidence.first(rule.statement) ?? {};
      const group = evidence.first(managed_rule_group_statement);
      const counted = evidence.first(rule.override_action)?.count;
      return (
        counted === undefined &&
        evidence.model.text(group?.name) === 'AWSManagedRulesKnownBadInputsRuleSet'
      );
    });
    return requires(found, "it lacks 'AWSManagedRulesKnownBadInputsRuleSet'");
  },
};

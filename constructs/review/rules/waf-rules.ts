import { requires, type ReviewRule } from '../rule';

/** A web ACL has rules. */
export const wafRules: ReviewRule = {
  id: 'waf-rules',
  title: 'a web ACL has rules',
  rationale: 'A web ACL without rules lets everything through and looks like a firewall.',
  remedy: "write 'rule' blocks",
  severity: 'high',
  controls: ['WAF.10', 'CKV_AWS_175'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/waf-controls.html#waf-10',
  types: ['aws_wafv2_web_acl'],
  check: ({ block }, evidence) => {
    const rules = evidence.model.list(block.rule_json ?? block.rule);
    return requires(rules && rules.length > 0, 'it has no rules');
  },
};

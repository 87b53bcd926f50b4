import { requires, type ReviewRule } from '../rule';

/** A web ACL logs what it decides. */
export const wafLogging: ReviewRule = {
  id: 'waf-logging',
  title: 'a web ACL logs what it decides',
  rationale: 'Whether a rule stops attackers or customers is in these logs alone.',
  remedy: "make an 'aws_wafv2_web_acl_logging_configuration' for it",
  severity: 'low',
  controls: ['WAF.11', 'CKV2_AWS_31'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/waf-controls.html#waf-11',
  types: ['aws_wafv2_web_acl'],
  check: (acl, evidence) =>
    requires(
      evidence.hasAttached(acl, 'aws_wafv2_web_acl_logging_configuration', 'resource_arn'),
      'it has no logging configuration',
    ),
};

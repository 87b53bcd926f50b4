import { requires, type ReviewRule } from '../rule';

/** A web ACL and its rules count what they decide. */
export const wafMetrics: ReviewRule = {
  id: 'waf-metrics',
  title: 'a web ACL and its rules count what they decide',
  rationale: 'Without metrics no alarm tells that a rule began to stop everybody.',
  remedy: "set 'cloudwatch_metrics_enabled' to true in each 'visibility_config'",
  severity: 'low',
  controls: ['WAF.12'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/waf-controls.html#waf-12',
  types: ['aws_wafv2_web_acl'],
  check: ({ block }, evidence) =>
    [block, ...(evidence.blocks(block.rule) ?? [])].flatMap(({ visibility_config }) => {
      const config = evidence.first(visibility_config);
      return requires(
        config && evidence.isTrue(config.cloudwatch_metrics_enabled),
        "'cloudwatch_metrics_enabled' is not true",
      );
    }),
};

import type { Wafv2WebAclRule } from '@cdktf/provider-aws/lib/wafv2-web-acl';
import type { WebAclSettings } from './web-acl';

/** Groups of rules that AWS keeps up to date. */
export type ManagedRules = 'ipReputation' | 'knownBadInputs' | 'common' | 'sqlInjection';

/** AWS's names of the groups, in the order in which they look at a request: the cheapest refusal first. */
const groupNames: Readonly<Record<ManagedRules, string>> = {
  ipReputation: 'AWSManagedRulesAmazonIpReputationList',
  knownBadInputs: 'AWSManagedRulesKnownBadInputsRuleSet',
  common: 'AWSManagedRulesCommonRuleSet',
  sqlInjection: 'AWSManagedRulesSQLiRuleSet',
};

/** All groups, in that order. */
export const managedRules = Object.keys(groupNames) as readonly ManagedRules[];

/** The rules of a web ACL: the limit of each address first, so that a flood reaches no other rule. */
export function webAclRules(settings: WebAclSettings): Wafv2WebAclRule[] {
  const wanted = managedRules.filter((group) => settings.managedRules.includes(group));
  return [rateRule(settings), ...wanted.map((group, at) => managedRule(group, at + 1, settings))];
}

/** Under which name something is counted; samples are what the console shows. */
export function visibility(metricName: string) {
  return { metricName, cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true };
}

// statements take Terraform's own names: the bindings pass them on as they are
function rateRule({ mode, requestsPerFiveMinutes }: WebAclSettings): Wafv2WebAclRule {
  return {
    name: 'rate-per-address',
    priority: 0,
    action: mode === 'block' ? { block: {} } : { count: {} },
    statement: {
      rate_based_statement: {
        aggregate_key_type: 'IP',
        evaluation_window_sec: 300,
        limit: requestsPerFiveMinutes,
      },
    },
    visibilityConfig: visibility('rate-per-address'),
  };
}

function managedRule(
  group: ManagedRules,
  priority: number,
  { mode, refuseLargeBodies }: WebAclSettings,
): Wafv2WebAclRule {
  const name = groupNames[group];
  const counted = group === 'common' && !refuseLargeBodies ? [bodySizeRule] : [];
  return {
    name,
    priority,
    // none: what the group itself says
    overrideAction: mode === 'block' ? { none: {} } : { count: {} },
    statement: {
      managed_rule_group_statement: {
        name,
        vendor_name: 'AWS',
        rule_action_override: counted.map((rule) => ({
          name: rule,
          action_to_use: { count: {} },
        })),
      },
    },
    visibilityConfig: visibility(name),
  };
}

/** Refuses bodies above 8 KiB; its name is AWS's. */
const bodySizeRule = 'SizeRestrictions_BODY';

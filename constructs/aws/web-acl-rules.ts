import type { Wafv2WebAclRule } from '@cdktf/provider-aws/lib/wafv2-web-acl';
import { shown } from '../core/validation';
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
function rateRule({ mode, counted, requestsPerFiveMinutes }: WebAclSettings): Wafv2WebAclRule {
  return {
    name: 'rate-per-address',
    priority: 0,
    action: mode === 'block' && !counted.includes('rate') ? { block: {} } : { count: {} },
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
  { mode, counted, countedRules, refuseLargeBodies }: WebAclSettings,
): Wafv2WebAclRule {
  const name = groupNames[group];
  const large = group === 'common' && !refuseLargeBodies ? [bodySizeRule] : [];
  const single = [...new Set([...large, ...(countedRules[group] ?? [])])].sort();
  return {
    name,
    priority,
    // none: what the group itself says
    overrideAction: mode === 'block' && !counted.includes(group) ? { none: {} } : { count: {} },
    statement: {
      managed_rule_group_statement: {
        name,
        vendor_name: 'AWS',
        rule_action_override: single.map((rule) => ({
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

/** What is wrong with the exceptions from `mode`, or nothing. */
export function countedProblems(settings: WebAclSettings): string[] {
  const { counted, countedRules, managedRules: groups, refuseLargeBodies } = settings;
  const single = Object.entries(countedRules);
  const absent = (group: string) => group !== 'rate' && !groups.some((one) => one === group);
  const left = (prop: string, group: string) =>
    `'${prop}' names ${shown(group)}, which 'managedRules' leaves out; add it there or leave it out here too`;
  const malformed = single.flatMap(([group, names]) =>
    names.filter((name) => !/^[A-Za-z0-9_]{1,128}$/.test(name)).map((name) => ({ group, name })),
  );
  return [
    ...counted.filter(absent).map((group) => left('counted', group)),
    ...single.filter(([group]) => absent(group)).map(([group]) => left('countedRules', group)),
    ...malformed.map(
      ({ group, name }) =>
        `'countedRules.${group}' needs names of rules as AWS writes them, got ${shown(name)}; use for example 'CrossSiteScripting_BODY'`,
    ),
    ...(refuseLargeBodies && countedRules.common?.includes(bodySizeRule)
      ? [
          `'countedRules.common' has ${shown(bodySizeRule)}, which 'refuseLargeBodies' makes refuse; leave one of them out`,
        ]
      : []),
  ];
}

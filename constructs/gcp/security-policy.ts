import {
  ComputeSecurityPolicy,
  type ComputeSecurityPolicyRule,
} from '@cdktf/provider-google/lib/compute-security-policy';
import { Construct } from 'constructs';
import { known } from '../core/known';
import type { RateLimit } from '../core/rate-limit';
import { shown } from '../core/validation';

/**
 * What Google's ready-made rules against known attacks do: nothing, note what they would refuse, or refuse it.
 */
export type ManagedRules = 'off' | 'preview' | 'enforce';

/** Props of SecurityPolicy. */
export interface SecurityPolicyProps {
  /** Name in the cloud. */
  readonly name: string;

  /** Id of the project. */
  readonly projectId: string;

  /** How fast one address may ask. */
  readonly rateLimit: RateLimit;

  /** What the ready-made rules do. */
  readonly managedRules: ManagedRules;

  /** Whether Google learns what is usual and alerts of what is not. */
  readonly adaptiveProtection: boolean;
}

/** Seconds over which the requests of one address are counted. */
const intervalSeconds = 60;

/** Most requests that one rule counts up to. */
const mostRequests = 1_000_000;

/**
 * Sets of ready-made rules, at most five in one rule, at the level with the fewest false alarms.
 *
 * @see https://cloud.google.com/armor/docs/waf-rules
 */
const ruleSets = [
  ['sqli', 'xss', 'lfi', 'rfi', 'rce'],
  ['scannerdetection', 'protocolattack', 'sessionfixation', 'nodejs', 'cve-canary'],
] as const;

/**
 * Cloud Armor in front of a backend: the one place that counts the requests of a client over all instances.
 *
 * Creates: one security policy with its rules.
 */
export class SecurityPolicy extends Construct {
  /** Id of the policy, for a backend service. */
  public readonly policyId: string;

  /** The raw policy, to override what the props do not offer. */
  public readonly resource: ComputeSecurityPolicy;

  constructor(scope: Construct, id: string, props: SecurityPolicyProps) {
    super(scope, id);
    const { name, projectId, rateLimit, managedRules, adaptiveProtection } = props;
    this.resource = new ComputeSecurityPolicy(this, 'Resource', {
      name,
      project: projectId,
      description: `Who may ask ${name}, and how fast`,
      type: 'CLOUD_ARMOR',
      rule: [...managed(managedRules), ...counted(rateLimit), everyoneElse],
      adaptiveProtectionConfig: {
        layer7DdosDefenseConfig: { enable: adaptiveProtection, ruleVisibility: 'STANDARD' },
      },
      advancedOptionsConfig: { jsonParsing: 'STANDARD', logLevel: 'NORMAL' },
      // a backend must not lose its policy before it has another
      lifecycle: { createBeforeDestroy: true },
    });
    this.policyId = this.resource.id;
  }
}

/** What Cloud Armor cannot count, or nothing. */
export function countProblems({ rate }: RateLimit): string[] {
  if (!rate || !known(rate.requestsPerSecond) || !known(rate.burst)) return [];
  const count = countOf(rate);
  if (count <= mostRequests) return [];
  return [
    `'rateLimit' allows ${count} requests in ${intervalSeconds} s, and Cloud Armor counts to ${shown(mostRequests)}; lower it, or use RateLimit.off()`,
  ];
}

function countOf(rate: { readonly requestsPerSecond: number; readonly burst: number }): number {
  return rate.requestsPerSecond * intervalSeconds + rate.burst;
}

/** They stand before the count: a rule that counts lets pass what is within the bound, and no later rule is asked. */
function managed(mode: ManagedRules): ComputeSecurityPolicyRule[] {
  if (mode === 'off') return [];
  return ruleSets.map((sets, at) => ({
    priority: 1000 + at,
    description: `Known attacks: ${sets.join(', ')}`,
    action: 'deny(403)',
    preview: mode === 'preview',
    match: { expr: { expression: sets.map(evaluated).join(' || ') } },
  }));
}

function evaluated(set: string): string {
  const name = set === 'cve-canary' ? set : `${set}-v33-stable`;
  return `evaluatePreconfiguredWaf('${name}', {'sensitivity': 1})`;
}

function counted({ rate }: RateLimit): ComputeSecurityPolicyRule[] {
  if (!rate) return [];
  return [
    {
      priority: 2000,
      description: 'One address may not ask faster than this',
      action: 'throttle',
      preview: false,
      match: everyone,
      rateLimitOptions: {
        conformAction: 'allow',
        exceedAction: 'deny(429)',
        enforceOnKey: 'IP',
        rateLimitThreshold: { count: countOf(rate), intervalSec: intervalSeconds },
      },
    },
  ];
}

const everyone = { versionedExpr: 'SRC_IPS_V1', config: { srcIpRanges: ['*'] } };

/** A policy must end with it. */
const everyoneElse: ComputeSecurityPolicyRule = {
  priority: 2_147_483_647,
  description: 'Everyone else',
  action: 'allow',
  preview: false,
  match: everyone,
};

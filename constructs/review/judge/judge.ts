import { Evidence } from '../evidence/evidence';
import type { Graph } from '../graph';
import { Model } from '../model';
import { reviewStack } from '../review';
import type { Complaint, Finding, ReviewRule } from '../rule';
import { reviewRules } from './rule-registry';

/** What the rules say of one stack. */
export interface Judgement {
  /** Number of resources that the stack makes. */
  readonly resources: number;

  /** Every complaint, ordered by rule and resource. */
  readonly findings: readonly Finding[];

  /** What the premises of waivers are asked about. */
  readonly evidence: Evidence;
}

/**
 * Asks every rule about every resource of its types.
 *
 * @param document the parsed content of a cdk.tf.json
 * @param graph who can reach whom in it, where that is known already
 */
export function judgeStack(
  document: Readonly<Record<string, unknown>>,
  graph?: Graph,
  rules: readonly ReviewRule[] = reviewRules,
): Judgement {
  const model = new Model(document);
  const evidence = new Evidence(model, () => graph ?? reviewStack(document));
  const findings = rules.flatMap((rule) =>
    model.all(...rule.types).flatMap((resource) =>
      unique(rule.check(resource, evidence)).map((complaint): Finding => ({
        ...complaint,
        rule,
        address: resource.address,
      })),
    ),
  );
  const managed = [...model.resources.values()].filter(({ mode }) => mode === 'managed');
  return { resources: managed.length, findings: findings.sort(byRuleAndAddress), evidence };
}

function unique(complaints: readonly Complaint[]): Complaint[] {
  return [...new Map(complaints.map((one) => [`${one.verdict} ${one.reason}`, one])).values()];
}

function byRuleAndAddress(a: Finding, b: Finding): number {
  const key = ({ rule, address }: Finding) => `${rule.id}\0${address}`;
  return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;
}

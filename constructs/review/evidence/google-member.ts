import type { Evidence } from './evidence';
import type { Statement } from '../google/statement';
import type { Resource } from '../model';
import { isOneOf } from './policy-statement';
import { some } from '../rule';

/** Names of everyone, and of everyone with some account of Google. */
export const everyone: readonly string[] = ['allUsers', 'allAuthenticatedUsers'];

/** Types of the resources that give roles on some kinds of resources: `google_project` for `google_project_iam_member`. */
export function grantTypes(...families: readonly string[]): string[] {
  return families.flatMap((family) =>
    ['member', 'binding', 'policy'].map((kind) => `${family}_iam_${kind}`),
  );
}

/** What one such resource gives. */
export function grantsIn(resource: Resource, evidence: Evidence): Statement[] {
  const family = resource.type.replace(/_iam_(member|binding|policy)$/, '');
  return evidence.grants(family).filter((statement) => statement.resource === resource);
}

/** Whether somebody without a name has a part in a grant. */
export function isForEveryone({ members }: Statement, evidence: Evidence): boolean | undefined {
  return members && some(members.map((one) => isOneOf(evidence.model, one, everyone)));
}

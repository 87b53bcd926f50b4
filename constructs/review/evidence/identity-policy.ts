import type { Evidence } from './evidence';
import type { Resource } from '../model';
import { isStar, type PolicyStatement, visibleText } from './policy-statement';
import type { Complaint } from '../rule';

/** Types of the resources that say what somebody may do. */
export const identityPolicyTypes: readonly string[] = [
  'aws_iam_role_policy',
  'aws_iam_policy',
  'aws_iam_user_policy',
  'aws_iam_group_policy',
  'aws_iam_role',
];

/** The complaints about each statement that allows something to whoever has a policy. */
export function eachAllowed(
  { type, block }: Resource,
  evidence: Evidence,
  check: (statement: PolicyStatement) => readonly Complaint[],
): Complaint[] {
  const policies =
    type === 'aws_iam_role'
      ? (evidence.blocks(block.inline_policy) ?? []).map(({ policy }) => policy)
      : [block.policy];
  return policies.flatMap((policy) => {
    const statements = evidence.statements(policy);
    if (!statements) return [{ verdict: 'unread' as const, reason: "'policy' cannot be read" }];
    return statements.filter(({ effect }) => effect === 'Allow').flatMap(check);
  });
}

/** The actions of a statement as far as they can be seen, in lower case. */
export function actionsOf({ actions }: PolicyStatement, evidence: Evidence): string[] {
  return (actions ?? ['?']).map((action) => visibleText(evidence.model, action).toLowerCase());
}

/** Whether one of the actions of a statement is an action: stars and question marks stand for others. */
export function allows(statement: PolicyStatement, action: string, evidence: Evidence): boolean {
  const named = actionsOf(statement, evidence).some((pattern) =>
    matches(action.toLowerCase(), pattern),
  );
  return statement.allBut ? !named : named;
}

/** Whether a statement is about every resource. */
export function isForEverything(
  { resources }: PolicyStatement,
  evidence: Evidence,
): boolean | undefined {
  if (!resources) return undefined;
  const stars = resources.map((resource) => isStar(evidence.model, resource));
  if (stars.includes(true)) return true;
  return stars.includes(undefined) ? undefined : false;
}

function matches(action: string, pattern: string): boolean {
  if (!pattern.includes('*')) return action === pattern;
  const [first = '', ...rest] = pattern.split('*');
  let at = first.length;
  if (!action.startsWith(first)) return false;
  for (const part of rest) {
    const found = action.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return rest.at(-1) === '' || action.endsWith(rest.at(-1) ?? '');
}

import type { Evidence } from './evidence';
import type { Resource } from '../model';
import { isStar, type PolicyStatement, visibleText } from './policy-statement';
import { type Complaint, not, some } from '../rule';

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
      ? evidence.blocks(block.inline_policy)?.map(({ policy }) => policy)
      : [block.policy];
  if (!policies) return [{ verdict: 'unread', reason: "'inline_policy' cannot be read" }];
  return policies.flatMap((policy) => {
    const statements = evidence.statements(policy);
    if (!statements) return [{ verdict: 'unread' as const, reason: "'policy' cannot be read" }];
    return statements.filter(({ effect }) => effect === 'Allow').flatMap(check);
  });
}

/** The complaints about each statement that lets somebody take on a role. */
export function eachTrusted(
  policy: unknown,
  evidence: Evidence,
  check: (statement: PolicyStatement) => readonly Complaint[],
): Complaint[] {
  const statements = evidence.statements(policy);
  if (!statements) return [{ verdict: 'unread', reason: "'assume_role_policy' cannot be read" }];
  return statements.filter(({ effect }) => effect === 'Allow').flatMap(check);
}

/** An action that cannot be told. */
export const unreadAction = '?';

/** The actions of a statement as far as they can be seen, in lower case. */
export function actionsOf({ actions }: PolicyStatement, evidence: Evidence): string[] {
  return (actions ?? [unreadAction]).map((action) =>
    visibleText(evidence.model, action).toLowerCase(),
  );
}

/** Whether one of the actions of a statement is an action: stars and question marks stand for others. */
export function allows(
  statement: PolicyStatement,
  action: string,
  evidence: Evidence,
): boolean | undefined {
  const named = some(
    actionsOf(statement, evidence).map((pattern) =>
      pattern === unreadAction ? undefined : matches(action.toLowerCase(), pattern),
    ),
  );
  return statement.allBut ? not(named) : named;
}

/** How much of what there is a text has to stand for. */
const wholes = {
  /** All that an account has. */
  everything: /^(arn:([\w?*-]+:)?)?\*[*:]*$/,

  /** All of one service. */
  service: /^arn:[^:]*:[^:]*:[^:]*:[^:]*:\*+$/,

  /** All roles. */
  roles: /^arn:[^:]*:iam::[^:]*:role\/\*+$/,
} as const;

/** Whether a statement is about every resource, or about every one of some. */
export function isForEverything(
  { resources, allResourcesBut }: PolicyStatement,
  evidence: Evidence,
  ...more: readonly Exclude<keyof typeof wholes, 'everything'>[]
): boolean | undefined {
  if (allResourcesBut) return true;
  const patterns = (['everything', ...more] as const).map((name) => wholes[name]);
  return (
    resources &&
    some(
      resources.map((resource) => {
        const text = visibleText(evidence.model, resource);
        return patterns.some((pattern) => pattern.test(text)) || isStar(evidence.model, resource);
      }),
    )
  );
}

/** Whether a pattern of IAM stands for a text: a star for any signs, a question mark for one. */
function matches(text: string, pattern: string): boolean {
  let [at, from, star, held] = [0, 0, -1, 0];
  while (at < text.length) {
    if (pattern[from] === '*') [star, held, from] = [from, at, from + 1];
    else if (pattern[from] === '?' || pattern[from] === text[at]) [at, from] = [at + 1, from + 1];
    // the last star takes one sign more
    else if (star >= 0) [held, at, from] = [held + 1, held + 1, star + 1];
    else return false;
  }
  return /^\**$/.test(pattern.slice(from));
}

import type { Evidence } from '../evidence/evidence';
import { visibleText } from '../evidence/policy-statement';
import { not, requires, type ReviewRule } from '../rule';

/** No policy of AWS for administrators is attached. */
export const iamManagedAdmin: ReviewRule = {
  id: 'iam-managed-admin',
  title: 'no policy of AWS for administrators is attached',
  rationale: 'Whoever gets hold of such a role owns the account.',
  remedy: 'write a policy with the actions that are needed',
  severity: 'high',
  controls: ['CKV_AWS_274', 'AwsSolutions-IAM4'],
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html',
  types: [
    'aws_iam_role_policy_attachment',
    'aws_iam_user_policy_attachment',
    'aws_iam_group_policy_attachment',
    'aws_iam_policy_attachment',
    'aws_iam_role',
  ],
  check: ({ type, block }, evidence) => {
    const policies =
      type === 'aws_iam_role' ? evidence.model.list(block.managed_policy_arns) : [block.policy_arn];
    if (!policies) return requires(undefined, 'it has a policy for administrators');
    return policies.flatMap((policy) =>
      requires(not(isWide(policy, evidence)), 'it is a policy for administrators'),
    );
  },
};

function isWide(policy: unknown, evidence: Evidence): boolean | undefined {
  const target = evidence.target(policy);
  // one that is made here is judged by its own rules; one that is looked up is known by its name
  if (target?.mode === 'managed') return false;
  const { arn, name } = target ? target.block : { arn: policy };
  const text = visibleText(evidence.model, arn ?? name);
  return text.endsWith('?')
    ? undefined
    : /(^|\/)(AdministratorAccess|PowerUserAccess|IAMFullAccess)$/.test(text);
}

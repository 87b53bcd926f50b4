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
  ],
  check: ({ block }, evidence) => {
    const name = visibleText(evidence.model, block.policy_arn);
    const wide = /policy\/(AdministratorAccess|PowerUserAccess|IAMFullAccess)$/.test(name);
    return requires(
      not(name === '?' && !evidence.target(block.policy_arn) ? undefined : wide),
      'it is a policy for administrators',
    );
  },
};

import { isForNamed } from '../evidence/public-statement';
import { requires, type ReviewRule } from '../rule';

/** A role is taken on by those that it names. */
export const iamTrustPublic: ReviewRule = {
  id: 'iam-trust-public',
  title: 'a role is taken on by those that it names',
  rationale: 'A trust without a name is a role for every account of AWS.',
  remedy: "name the service, the account or the provider in 'Principal'",
  severity: 'high',
  controls: ['CKV_AWS_60', 'CKV_AWS_61'],
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-trust-policy.html',
  types: ['aws_iam_role'],
  check: ({ block }, evidence) => {
    const statements = evidence.statements(block.assume_role_policy);
    return requires(isForNamed(statements, evidence), 'everyone may take it on');
  },
};

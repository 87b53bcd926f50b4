import { actionsOf, eachAllowed, isForEverything, unreadAction } from '../evidence/identity-policy';
import { every, not, requires, type ReviewRule, some } from '../rule';

/** Nobody may do everything. */
export const iamAdmin: ReviewRule = {
  id: 'iam-admin',
  title: 'nobody may do everything',
  rationale: 'Whoever gets hold of such a role owns the account.',
  remedy: 'name the actions and the resources that are needed',
  severity: 'high',
  controls: ['IAM.1', 'CKV_AWS_1', 'CKV_AWS_62', 'AWS-0057'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-1',
  types: [
    'aws_iam_role_policy',
    'aws_iam_policy',
    'aws_iam_user_policy',
    'aws_iam_group_policy',
    'aws_iam_role',
  ],
  check: (resource, evidence) =>
    eachAllowed(resource, evidence, (statement) => {
      const actions = actionsOf(statement, evidence).map((action) =>
        action === unreadAction ? undefined : /^\*+(:\*+)?$/.test(action),
      );
      const everything = every([
        !statement.allBut,
        some(actions),
        isForEverything(statement, evidence),
      ]);
      return requires(not(everything), 'a statement allows every action on every resource');
    }),
};

import { allows, eachAllowed, isForEverything } from '../evidence/identity-policy';
import { every, not, requires, type ReviewRule } from '../rule';

/** A role is passed on by its name. */
export const iamPassRole: ReviewRule = {
  id: 'iam-pass-role',
  title: 'a role is passed on by its name',
  rationale: 'Whoever may pass any role to a service of his own has all of them.',
  remedy: "name the roles in 'Resource'",
  severity: 'high',
  controls: ['AWS-0342'],
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
  types: [
    'aws_iam_role_policy',
    'aws_iam_policy',
    'aws_iam_user_policy',
    'aws_iam_group_policy',
    'aws_iam_role',
  ],
  check: (resource, evidence) =>
    eachAllowed(resource, evidence, (statement) =>
      requires(
        not(
          every([
            allows(statement, 'iam:PassRole', evidence),
            isForEverything(statement, evidence, 'service', 'roles'),
          ]),
        ),
        "'iam:PassRole' is allowed on every role",
      ),
    ),
};

import { actionsOf, eachAllowed, unreadAction } from '../evidence/identity-policy';
import { requires, type ReviewRule } from '../rule';

/** Nobody may do everything with a service. */
export const iamServiceWildcard: ReviewRule = {
  id: 'iam-service-wildcard',
  title: 'nobody may do everything with a service',
  rationale:
    'A star allows what AWS will invent next year, and the deletion of what was to be read.',
  remedy: 'name the actions that are needed',
  severity: 'medium',
  controls: ['IAM.21', 'AwsSolutions-IAM5'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-21',
  types: [
    'aws_iam_role_policy',
    'aws_iam_policy',
    'aws_iam_user_policy',
    'aws_iam_group_policy',
    'aws_iam_role',
  ],
  check: (resource, evidence) =>
    eachAllowed(resource, evidence, (statement) => {
      if (statement.allBut) return requires(false, "'NotAction' allows all the rest");
      const actions = actionsOf(statement, evidence);
      const whole = actions.filter((action) => /^[a-z0-9*?-]+:\*+$/.test(action));
      if (whole.length > 0) {
        return requires(false, `a statement allows every action of ${whole.join(', ')}`);
      }
      return actions.includes(unreadAction)
        ? requires(undefined, 'a statement allows every action of a service')
        : [];
    }),
};

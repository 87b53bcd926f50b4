import { allows, eachAllowed, isForEverything } from '../evidence/identity-policy';
import { not, requires, type ReviewRule } from '../rule';

/** Nobody may give rights to himself. */
export const iamEscalation: ReviewRule = {
  id: 'iam-escalation',
  title: 'nobody may give rights to himself',
  rationale: 'Each of these actions on any resource turns a small role into an administrator.',
  remedy: 'name the resources, or set a boundary',
  severity: 'high',
  controls: ['CKV_AWS_286', 'CKV_AWS_110'],
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html',
  types: [
    'aws_iam_role_policy',
    'aws_iam_policy',
    'aws_iam_user_policy',
    'aws_iam_group_policy',
    'aws_iam_role',
  ],
  check: (resource, evidence) =>
    eachAllowed(resource, evidence, (statement) => {
      const open = isForEverything(statement, evidence, 'service', 'roles');
      const found = escalating.filter((action) => allows(statement, action, evidence));
      if (found.length > 0) {
        return requires(not(open), `${found.join(', ')} is allowed on every resource`);
      }
      const unread = escalating.some((action) => allows(statement, action, evidence) === undefined);
      return unread && open !== false
        ? requires(undefined, 'a way to more rights is allowed on every resource')
        : [];
    }),
};

const escalating = [
  'iam:AddUserToGroup',
  'iam:AttachRolePolicy',
  'iam:AttachUserPolicy',
  'iam:CreateAccessKey',
  'iam:CreateLoginProfile',
  'iam:CreatePolicyVersion',
  'iam:PutRolePolicy',
  'iam:PutUserPolicy',
  'iam:SetDefaultPolicyVersion',
  'iam:UpdateAssumeRolePolicy',
];

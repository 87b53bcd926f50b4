import type { ReviewRule } from '../rule';

/** Nobody has a key that never ends. */
export const iamAccessKey: ReviewRule = {
  id: 'iam-access-key',
  title: 'nobody has a key that never ends',
  rationale: 'Such a key is in the state, is copied, and is found on the internet years later.',
  remedy: 'let people and pipelines take on roles',
  severity: 'high',
  controls: ['IAM.3', 'CKV_AWS_273'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-3',
  types: ['aws_iam_access_key', 'aws_iam_user_login_profile'],
  check: () => [{ verdict: 'broken', reason: 'it lasts until somebody deletes it' }],
};

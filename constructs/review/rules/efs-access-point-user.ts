import { requires, type ReviewRule } from '../rule';

/** An access point writes as a user of its own. */
export const efsAccessPointUser: ReviewRule = {
  id: 'efs-access-point-user',
  title: 'an access point writes as a user of its own',
  rationale: 'Otherwise the client says who it is, and may say root.',
  remedy: "write 'posix_user' with a 'uid' other than 0",
  severity: 'medium',
  controls: ['EFS.4', 'CKV_AWS_330'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/efs-controls.html#efs-4',
  types: ['aws_efs_access_point'],
  check: ({ block }, evidence) => {
    const user = evidence.first(block.posix_user);
    return requires(
      user && evidence.isNumber(user.uid, (uid) => uid > 0),
      "'posix_user' is missing or root",
    );
  },
};

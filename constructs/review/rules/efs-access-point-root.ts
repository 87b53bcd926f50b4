import { requires, type ReviewRule } from '../rule';

/** An access point leads to a folder of its own. */
export const efsAccessPointRoot: ReviewRule = {
  id: 'efs-access-point-root',
  title: 'an access point leads to a folder of its own',
  rationale: 'An access point to the root is an access point to everything.',
  remedy: "write a 'path' in 'root_directory'",
  severity: 'medium',
  controls: ['EFS.3', 'CKV_AWS_329'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/efs-controls.html#efs-3',
  types: ['aws_efs_access_point'],
  check: ({ block }, evidence) => {
    const root = evidence.first(block.root_directory);
    return requires(
      root && evidence.isText(root.path, (path) => path !== '/', '/'),
      "'root_directory' is the whole file system",
    );
  },
};

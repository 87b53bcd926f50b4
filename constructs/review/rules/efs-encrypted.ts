import { requires, type ReviewRule } from '../rule';

/** A file system is encrypted. */
export const efsEncrypted: ReviewRule = {
  id: 'efs-encrypted',
  title: 'a file system is encrypted',
  rationale: 'It cannot be encrypted later: the file system would have to be made anew.',
  remedy: "set 'encrypted' to true",
  severity: 'high',
  controls: ['EFS.1', 'CKV_AWS_42', 'AWS-0037'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/efs-controls.html#efs-1',
  types: ['aws_efs_file_system'],
  check: ({ block }, evidence) =>
    requires(evidence.isTrue(block.encrypted), "'encrypted' is not true"),
};

import { requires, type ReviewRule } from '../rule';

/** A file system is encrypted with a key of one's own. */
export const efsKms: ReviewRule = {
  id: 'efs-kms',
  title: "a file system is encrypted with a key of one's own",
  rationale: 'The key of AWS cannot be taken away from somebody who may read the file system.',
  remedy: "name a key in 'kms_key_id'",
  severity: 'low',
  controls: ['CKV_AWS_184'],
  page: 'https://docs.aws.amazon.com/efs/latest/ug/encryption-at-rest.html',
  types: ['aws_efs_file_system'],
  check: ({ block }, evidence) =>
    requires(evidence.isSet(block.kms_key_id), "'kms_key_id' is missing"),
};

import { requires, type ReviewRule } from '../rule';

/** A key of KMS can be called back for two weeks after its deletion. */
export const kmsDeletionWindow: ReviewRule = {
  id: 'kms-deletion-window',
  title: 'a key of KMS can be called back for two weeks after its deletion',
  rationale: 'With the key goes everything that it encrypted.',
  remedy: "set 'deletion_window_in_days' to 14 or more",
  severity: 'low',
  controls: ['KMS.3'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html#kms-3',
  types: ['aws_kms_key'],
  check: ({ block }, evidence) =>
    requires(
      evidence.isNumber(block.deletion_window_in_days, (days) => days >= 14, 30),
      "'deletion_window_in_days' is less than 14",
    ),
};

import { requires, type ReviewRule } from '../rule';

/** A key of KMS is renewed every year. */
export const kmsRotation: ReviewRule = {
  id: 'kms-rotation',
  title: 'a key of KMS is renewed every year',
  rationale: 'What a lost key can read ends with the next one.',
  remedy: "set 'enable_key_rotation' to true",
  severity: 'medium',
  controls: ['KMS.4', 'CKV_AWS_7', 'AWS-0065'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html#kms-4',
  types: ['aws_kms_key'],
  check: ({ block }, evidence) =>
    evidence.isText(
      block.customer_master_key_spec,
      (text) => text === 'SYMMETRIC_DEFAULT',
      'SYMMETRIC_DEFAULT',
    ) === false
      ? []
      : requires(evidence.isTrue(block.enable_key_rotation), "'enable_key_rotation' is not true"),
};

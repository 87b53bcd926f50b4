import { requires, type ReviewRule } from '../rule';

/** A topic is encrypted with a key of KMS. */
export const snsEncrypted: ReviewRule = {
  id: 'sns-encrypted',
  title: 'a topic is encrypted with a key of KMS',
  rationale: 'Messages wait in a topic, and say what is wrong with a system.',
  remedy: "name a key in 'kms_master_key_id' that the senders may use",
  severity: 'low',
  controls: ['SNS.1', 'CKV_AWS_26', 'AWS-0095'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/sns-controls.html#sns-1',
  types: ['aws_sns_topic'],
  check: ({ block }, evidence) =>
    requires(evidence.isSet(block.kms_master_key_id), "'kms_master_key_id' is missing"),
};

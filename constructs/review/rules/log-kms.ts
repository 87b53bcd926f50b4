import { requires, type ReviewRule } from '../rule';

/** A log is encrypted with a key whose use is logged and can be taken away. */
export const logKms: ReviewRule = {
  id: 'log-kms',
  title: 'a log is encrypted with a key whose use is logged and can be taken away',
  rationale:
    'With the key of the service, whoever may read the log group may read its lines; a key of KMS asks a second time.',
  remedy: "name a key in 'kms_key_id'",
  severity: 'low',
  controls: ['CKV_AWS_158', 'AWS-0017'],
  page: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html',
  types: ['aws_cloudwatch_log_group'],
  check: ({ block }, evidence) =>
    requires(evidence.isSet(block.kms_key_id), "'kms_key_id' is missing"),
};

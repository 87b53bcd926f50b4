import { requires, type ReviewRule } from '../rule';

/** A log group forgets after a time that is written down. */
export const logRetention: ReviewRule = {
  id: 'log-retention',
  title: 'a log group forgets after a time that is written down',
  rationale: 'Without a retention, logs are kept and paid for as long as the account exists.',
  remedy: "set 'retention_in_days'",
  severity: 'medium',
  controls: ['CKV_AWS_66'],
  page: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html',
  types: ['aws_cloudwatch_log_group'],
  check: ({ block }, evidence) =>
    requires(
      evidence.isNumber(block.retention_in_days, (days) => days > 0),
      "'retention_in_days' is not written",
    ),
};

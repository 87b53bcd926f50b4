import { requires, type ReviewRule } from '../rule';

/** Logs are kept for a year. */
export const logOneYear: ReviewRule = {
  id: 'log-one-year',
  title: 'logs are kept for a year',
  rationale: 'Half of all break-ins are found months later.',
  remedy: "set 'retention_in_days' to 365 or more, which is paid for, or waive it",
  severity: 'low',
  controls: ['CloudWatch.16', 'CKV_AWS_338'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html#cloudwatch-16',
  types: ['aws_cloudwatch_log_group'],
  check: ({ block }, evidence) =>
    requires(
      evidence.isNumber(block.retention_in_days, (days) => days === 0 || days >= 365),
      "'retention_in_days' is less than a year",
    ),
};

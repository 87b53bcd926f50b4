import { requires, type ReviewRule } from '../rule';

/** An alarm says what silence means. */
export const alarmMissingData: ReviewRule = {
  id: 'alarm-missing-data',
  title: 'an alarm says what silence means',
  rationale:
    'With the default an alarm whose metric ends has insufficient data, which no alarm action tells; and a metric ends when the system is gone.',
  remedy: "write 'treat_missing_data'",
  severity: 'medium',
  controls: [],
  page: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html',
  types: ['aws_cloudwatch_metric_alarm'],
  check: ({ block }, evidence) =>
    requires(evidence.isSet(block.treat_missing_data), "'treat_missing_data' is not written"),
};

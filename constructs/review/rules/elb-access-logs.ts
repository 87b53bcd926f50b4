import { requires, type ReviewRule } from '../rule';

/** A load balancer logs each request. */
export const elbAccessLogs: ReviewRule = {
  id: 'elb-access-logs',
  title: 'a load balancer logs each request',
  rationale: 'After an incident these logs are the only list of who asked for what.',
  remedy: "write 'access_logs' with 'enabled' set to true",
  severity: 'medium',
  controls: ['ELB.5', 'CKV_AWS_91'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-5',
  types: ['aws_lb', 'aws_alb'],
  check: ({ block }, evidence) => {
    const logs = evidence.first(block.access_logs);
    return requires(logs && evidence.isTrue(logs.enabled), "'access_logs' are not enabled");
  },
};

import { requires, type ReviewRule } from '../rule';

/** A load balancer asks for the health of its targets over TLS. */
export const elbHealthCheckTls: ReviewRule = {
  id: 'elb-health-check-tls',
  title: 'a load balancer asks for the health of its targets over TLS',
  rationale:
    'Where targets speak TLS, a check in plain text proves another server than the one that is used.',
  remedy:
    "set 'health_check.protocol' to 'HTTPS', or waive it with the premise 'hop-between-two-groups'",
  severity: 'low',
  controls: ['ELB.21'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-21',
  types: ['aws_lb_target_group', 'aws_alb_target_group'],
  check: ({ block }, evidence) => {
    const check = evidence.first(block.health_check);
    return requires(
      check && evidence.isText(check.protocol, (text) => text !== 'HTTP', 'HTTP'),
      "'health_check.protocol' is 'HTTP'",
    );
  },
};

import { requires, type ReviewRule } from '../rule';

/** A load balancer speaks TLS to its targets. */
export const elbTargetTls: ReviewRule = {
  id: 'elb-target-tls',
  title: 'a load balancer speaks TLS to its targets',
  rationale: 'Behind the balancer the same requests travel in plain text through the network.',
  remedy: "set 'protocol' to 'HTTPS', or waive it with the premise 'hop-between-two-groups'",
  severity: 'low',
  controls: ['ELB.22', 'CKV_AWS_378'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-22',
  types: ['aws_lb_target_group', 'aws_alb_target_group'],
  check: ({ block }, evidence) =>
    evidence.isText(block.target_type, (text) => text === 'lambda', 'instance') === true
      ? []
      : requires(
          evidence.isText(block.protocol, (text) => ['HTTPS', 'TLS'].includes(text)),
          "'protocol' is plain",
        ),
};

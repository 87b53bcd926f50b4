import { requires, type ReviewRule } from '../rule';

/** A load balancer passes no request that servers may read in two ways. */
export const elbDesync: ReviewRule = {
  id: 'elb-desync',
  title: 'a load balancer passes no request that servers may read in two ways',
  rationale: 'Such requests are how one client puts words into the request of the next.',
  remedy: "set 'desync_mitigation_mode' to 'defensive' or 'strictest'",
  severity: 'medium',
  controls: ['ELB.12', 'CKV_AWS_328'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-12',
  types: ['aws_lb', 'aws_alb'],
  check: ({ block }, evidence) =>
    requires(
      evidence.isText(block.desync_mitigation_mode, (mode) => mode !== 'monitor', 'defensive'),
      "'desync_mitigation_mode' is 'monitor'",
    ),
};

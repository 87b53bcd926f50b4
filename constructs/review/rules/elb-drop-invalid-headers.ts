import { isApplicationBalancer } from '../evidence/balancer-kind';
import { requires, type ReviewRule } from '../rule';

/** A load balancer drops headers that are no headers. */
export const elbDropInvalidHeaders: ReviewRule = {
  id: 'elb-drop-invalid-headers',
  title: 'a load balancer drops headers that are no headers',
  rationale:
    'Servers disagree on what such headers mean, which is how requests are smuggled past one of them.',
  remedy: "set 'drop_invalid_header_fields' to true",
  severity: 'medium',
  controls: ['ELB.4', 'CKV_AWS_131', 'AWS-0052'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-4',
  types: ['aws_lb', 'aws_alb'],
  check: (balancer, evidence) =>
    isApplicationBalancer(balancer, evidence)
      ? requires(
          evidence.isTrue(balancer.block.drop_invalid_header_fields),
          "'drop_invalid_header_fields' is not true",
        )
      : [],
};

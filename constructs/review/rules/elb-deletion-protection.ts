import { requires, type ReviewRule } from '../rule';

/** A load balancer cannot be deleted by mistake. */
export const elbDeletionProtection: ReviewRule = {
  id: 'elb-deletion-protection',
  title: 'a load balancer cannot be deleted by mistake',
  rationale: 'With it goes the address that DNS records and other teams know.',
  remedy: "set 'enable_deletion_protection' to true",
  severity: 'medium',
  controls: ['ELB.6', 'CKV_AWS_150'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-6',
  types: ['aws_lb', 'aws_alb'],
  check: ({ block }, evidence) =>
    requires(
      evidence.isTrue(block.enable_deletion_protection),
      "'enable_deletion_protection' is not true",
    ),
};

import { isPublicBalancer } from '../evidence/balancer-kind';
import { requires, type ReviewRule } from '../rule';

/** A public load balancer has a firewall for requests. */
export const elbWaf: ReviewRule = {
  id: 'elb-waf',
  title: 'a public load balancer has a firewall for requests',
  rationale: 'A security group knows addresses and ports, not what a request asks for.',
  remedy: "associate an 'aws_wafv2_web_acl' with it",
  severity: 'medium',
  controls: ['ELB.16', 'CKV2_AWS_28'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-16',
  types: ['aws_lb', 'aws_alb'],
  check: (balancer, evidence) =>
    isPublicBalancer(balancer, evidence) === false
      ? []
      : requires(
          evidence.hasAttached(balancer, 'aws_wafv2_web_acl_association', 'resource_arn'),
          'no web ACL is associated with it',
        ),
};

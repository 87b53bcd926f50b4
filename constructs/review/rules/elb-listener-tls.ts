import { isPublicBalancer } from '../evidence/balancer-kind';
import { onlyRedirects } from '../evidence/redirect';
import { requires, type ReviewRule } from '../rule';

/** What listens on plain HTTP for the internet sends callers to HTTPS. */
export const elbListenerTls: ReviewRule = {
  id: 'elb-listener-tls',
  title: 'what listens on plain HTTP for the internet sends callers to HTTPS',
  rationale:
    'Passwords and cookies on plain HTTP are read, and pages changed, by whoever is in between.',
  remedy: "let 'default_action' redirect to HTTPS and take no rules",
  severity: 'high',
  controls: ['ELB.1', 'CKV_AWS_2', 'CKV2_AWS_20', 'AWS-0054'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-1',
  types: ['aws_lb_listener', 'aws_alb_listener'],
  check: (listener, evidence) => {
    const { load_balancer_arn, protocol } = listener.block;
    const plain = evidence.isText(protocol, (text) => text === 'HTTP', 'HTTP');
    const balancer = evidence.target(load_balancer_arn);
    if (plain === false || (balancer && isPublicBalancer(balancer, evidence) === false)) return [];
    return requires(plain && onlyRedirects(listener, evidence), 'it answers on plain HTTP');
  },
};

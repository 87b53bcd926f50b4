import { requires, type ReviewRule } from '../rule';

/** A listener speaks TLS 1.2 or newer, with forward secrecy. */
export const elbTlsPolicy: ReviewRule = {
  id: 'elb-tls-policy',
  title: 'a listener speaks TLS 1.2 or newer, with forward secrecy',
  rationale: 'The default policy of old listeners still speaks TLS 1.0.',
  remedy:
    "set 'ssl_policy' to one of TLS 1.3, such as 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09'",
  severity: 'high',
  controls: ['ELB.17', 'CKV_AWS_103', 'AWS-0047'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-17',
  types: ['aws_lb_listener', 'aws_alb_listener'],
  check: ({ block }, evidence) =>
    evidence.isText(block.protocol, (text) => ['HTTPS', 'TLS'].includes(text), 'HTTP') === false
      ? []
      : requires(
          evidence.isText(block.ssl_policy, (text) =>
            /^ELBSecurityPolicy-(TLS13-1-[23]|FS-1-2-Res)(?!.*Ext)/.test(text),
          ),
          "'ssl_policy' speaks old versions of TLS or weak ciphers",
        ),
};

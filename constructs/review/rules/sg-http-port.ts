import { openPorts } from '../evidence/open-port';
import type { ReviewRule } from '../rule';

/** The internet does not reach port 80. */
export const sgHttpPort: ReviewRule = {
  id: 'sg-http-port',
  title: 'the internet does not reach port 80',
  rationale: 'What answers there answers in plain text. It is right for a redirect to HTTPS alone.',
  remedy: "close port 80, or waive it with the premise 'redirect-only'",
  severity: 'low',
  controls: ['CKV_AWS_260', 'AWS-0107'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-18',
  types: [
    'aws_security_group',
    'aws_default_security_group',
    'aws_security_group_rule',
    'aws_vpc_security_group_ingress_rule',
  ],
  check: (resource, evidence) =>
    openPorts(resource, evidence, 'ingress', ({ from, to }) => from === 80 && to === 80),
};

import { openPorts } from '../evidence/open-port';
import type { ReviewRule } from '../rule';

/** A security group lets out to what is needed and not to the whole internet. */
export const sgEgressOpen: ReviewRule = {
  id: 'sg-egress-open',
  title: 'a security group lets out to what is needed and not to the whole internet',
  rationale:
    'Whoever breaks into a workload takes data out, and tools in, through a group that lets out on every port.',
  remedy: 'name ports and peers; endpoints of AWS have a security group too',
  severity: 'medium',
  controls: ['CKV_AWS_382', 'AWS-0104'],
  page: 'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
  types: [
    'aws_security_group',
    'aws_default_security_group',
    'aws_security_group_rule',
    'aws_vpc_security_group_egress_rule',
  ],
  check: (resource, evidence) =>
    openPorts(
      resource,
      evidence,
      'egress',
      ({ protocol, from, to }) => protocol !== 'icmp' && to - from > 1000,
    ),
};

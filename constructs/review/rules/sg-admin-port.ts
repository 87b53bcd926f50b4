import { adminPorts } from '../evidence/admin-port';
import { openPorts } from '../evidence/open-port';
import { includesPort } from '../port-range';
import type { ReviewRule } from '../rule';

/** No port for administrators, databases or caches is open to the internet. */
export const sgAdminPort: ReviewRule = {
  id: 'sg-admin-port',
  title: 'no port for administrators, databases or caches is open to the internet',
  rationale:
    'These ports are tried all day long by whoever scans the internet. Ranges that make up the internet together count as the internet, and so does any range as large as a /8.',
  remedy: 'name a security group or the addresses of those who call',
  severity: 'high',
  controls: ['EC2.19', 'CKV_AWS_24', 'CKV_AWS_25', 'CKV_AWS_277'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-19',
  types: [
    'aws_security_group',
    'aws_default_security_group',
    'aws_security_group_rule',
    'aws_vpc_security_group_ingress_rule',
  ],
  check: (resource, evidence) =>
    openPorts(resource, evidence, 'ingress', (ports) =>
      adminPorts.some((port) => includesPort(ports, port)),
    ),
};

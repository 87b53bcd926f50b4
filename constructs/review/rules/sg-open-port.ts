import { adminPorts } from '../evidence/admin-port';
import { openPorts } from '../evidence/open-port';
import { includesPort } from '../port-range';
import type { ReviewRule } from '../rule';

/** The internet reaches the ports of the web alone. */
export const sgOpenPort: ReviewRule = {
  id: 'sg-open-port',
  title: 'the internet reaches the ports of the web alone',
  rationale:
    'A service that nobody meant to publish is found within hours. Ports that rules sg-admin-port and sg-http-port are about are left to these.',
  remedy: 'name a security group or the addresses of those who call',
  severity: 'high',
  controls: ['EC2.18', 'AWS-0107'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-18',
  types: [
    'aws_security_group',
    'aws_default_security_group',
    'aws_security_group_rule',
    'aws_vpc_security_group_ingress_rule',
  ],
  check: (resource, evidence) =>
    openPorts(resource, evidence, 'ingress', (ports) => {
      const { protocol, from, to } = ports;
      const web = from === to && (from === 80 || from === 443);
      const left = adminPorts.some((port) => includesPort(ports, port));
      return protocol !== 'icmp' && !web && !left;
    }),
};

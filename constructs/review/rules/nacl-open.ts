import { every, not, requires, type ReviewRule } from '../rule';

/** A network ACL does not open ports for administrators to the internet. */
export const naclOpen: ReviewRule = {
  id: 'nacl-open',
  title: 'a network ACL does not open ports for administrators to the internet',
  rationale: 'A network ACL is the second lock; it is of use only where it is shut.',
  remedy: 'name the addresses of those who call',
  severity: 'medium',
  controls: ['EC2.21', 'CKV_AWS_229', 'CKV_AWS_232'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-21',
  types: ['aws_network_acl_rule'],
  check: ({ block }, evidence) => {
    const from = evidence.isNumber(block.from_port, (port) => port <= 3389);
    const to = evidence.isNumber(block.to_port, (port) => port >= 22, 65535);
    const everywhere = [block.cidr_block, block.ipv6_cidr_block].map((raw) =>
      evidence.isText(raw, (text) => text.endsWith('/0')),
    );
    const open = every([
      not(evidence.isTrue(block.egress)),
      evidence.isText(block.rule_action, (text) => text === 'allow'),
      not(every(everywhere.map(not))),
      from,
      to,
    ]);
    return requires(not(open), 'it opens ports for administrators to the internet');
  },
};

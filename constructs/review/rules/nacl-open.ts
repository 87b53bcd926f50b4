import { parseRange } from '../address-range';
import type { Evidence } from '../evidence/evidence';
import { isWide } from '../evidence/open-port';
import { every, not, requires, type ReviewRule, some } from '../rule';

type Block = Readonly<Record<string, unknown>>;

/** A network ACL does not open ports for administrators to the internet. */
export const naclOpen: ReviewRule = {
  id: 'nacl-open',
  title: 'a network ACL does not open ports for administrators to the internet',
  rationale: 'A network ACL is the second lock; it is of use only where it is shut.',
  remedy: 'name the addresses of those who call',
  severity: 'medium',
  controls: ['EC2.21', 'CKV_AWS_231', 'CKV_AWS_232'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-21',
  types: ['aws_network_acl_rule', 'aws_network_acl', 'aws_default_network_acl'],
  check: ({ type, block }, evidence) => {
    const rules = type === 'aws_network_acl_rule' ? [block] : evidence.blocks(block.ingress);
    const open = rules?.map((rule) =>
      every([
        not(evidence.isTrue(rule.egress)),
        evidence.isText(rule.rule_action ?? rule.action, (text) => text === 'allow'),
        some([rule.cidr_block, rule.ipv6_cidr_block].map((raw) => isInternet(raw, evidence))),
        hasAdminPort(rule, evidence),
      ]),
    );
    return requires(open && not(some(open)), 'it opens ports for administrators to the internet');
  },
};

function isInternet(raw: unknown, evidence: Evidence): boolean | undefined {
  return evidence.isText(raw, (text) => {
    const range = parseRange(text);
    return range !== undefined && isWide([range]);
  });
}

/** The ports of SSH and RDP, of TCP or UDP, or of every protocol, for which no ports are written, or 0. */
function hasAdminPort({ protocol, from_port, to_port }: Block, evidence: Evidence) {
  const all = evidence.isText(protocol, (text) => ['-1', 'all'].includes(text), 'tcp');
  if (all !== false) return all;
  return every([
    evidence.isText(protocol, (text) => ['6', '17', 'tcp', 'udp'].includes(text), 'tcp'),
    some(
      [22, 3389].map((port) =>
        every([
          evidence.isNumber(from_port, (from) => from <= port),
          evidence.isNumber(to_port, (to) => to >= port, 65535),
        ]),
      ),
    ),
  ]);
}

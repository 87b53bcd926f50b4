import { type Block, each, one, type Resources, type RuleCases, unknown } from './case.fixture';

const group = (block: Block = {}): Resources => ({ aws_security_group: { g: block } });

const rule = (direction: 'ingress' | 'egress', ...blocks: readonly Block[]): Resources => ({
  ...group(),
  [`aws_vpc_security_group_${direction}_rule`]: Object.fromEntries(
    blocks.map((block, at) => [
      `r${at}`,
      { security_group_id: '${aws_security_group.g.id}', ip_protocol: 'tcp', ...block },
    ]),
  ),
});

const ports = (from: number, to = from): Block => ({ from_port: from, to_port: to });
const everywhere = { cidr_ipv4: '0.0.0.0/0' };

const vpc = (rest: Resources = {}): Resources => ({ aws_vpc: { v: {} }, ...rest });
const inVpc = { vpc_id: '${aws_vpc.v.id}' };

/** What rules about networks must say. */
export const networkCases: Record<string, RuleCases> = {
  'sg-admin-port': {
    bad: [
      rule('ingress', { ...ports(22), ...everywhere }),
      rule('ingress', { ip_protocol: '-1', ...everywhere }),
      rule('ingress', { ...ports(22), cidr_ipv6: '::/0' }),
      rule('ingress', { ...ports(6000, 7000), ...everywhere }),
      rule('ingress', { ...ports(22), cidr_ipv4: '52.0.0.0/6' }),
      rule(
        'ingress',
        { ...ports(22), cidr_ipv4: '0.0.0.0/1' },
        { ...ports(20, 30), cidr_ipv4: '128.0.0.0/1' },
      ),
      group({
        ingress: [
          { from_port: 0, to_port: 0, protocol: '-1', self: true },
          { ...ports(22), protocol: 'tcp', cidr_blocks: ['0.0.0.0/0'] },
        ],
      }),
      {
        ...group(),
        ...one('aws_security_group_rule', {
          security_group_id: '${aws_security_group.g.id}',
          type: 'ingress',
          protocol: 'tcp',
          ...ports(3389),
          cidr_blocks: ['0.0.0.0/0'],
        }),
      },
      // whose group it is plays no role
      one('aws_vpc_security_group_ingress_rule', {
        security_group_id: '${module.m.id}',
        ip_protocol: 'tcp',
        ...ports(22),
        ...everywhere,
      }),
      group({
        dynamic: {
          ingress: {
            for_each: [443, 22],
            content: {
              from_port: '${ingress.value}',
              to_port: '${ingress.value}',
              protocol: 'tcp',
              cidr_blocks: ['0.0.0.0/0'],
            },
          },
        },
      }),
    ],
    good: [
      rule('ingress', { ...ports(443), ...everywhere }),
      rule('ingress', { ...ports(22), cidr_ipv4: '203.0.113.0/24' }),
      rule('ingress', { ...ports(22), cidr_ipv4: '10.0.0.0/8' }),
      rule('ingress', {
        ...ports(6379),
        referenced_security_group_id: '${aws_security_group.g.id}',
      }),
      // two small ranges are not the internet
      rule(
        'ingress',
        { ...ports(22), cidr_ipv4: '198.51.100.0/24' },
        { ...ports(22), cidr_ipv4: '203.0.113.0/24' },
      ),
    ],
    unread: [
      group({ ingress: '${[for port in [22] : { from_port = port }]}' }),
      group({ dynamic: { ingress: { for_each: unknown, content: {} } } }),
      one('aws_security_group_rule', { type: unknown, ...ports(22), cidr_blocks: ['0.0.0.0/0'] }),
      rule('ingress', { ...ports(22), prefix_list_id: 'pl-0123456789abcdef0' }),
      rule('ingress', { ...ports(22), cidr_ipv4: unknown }),
      rule('ingress', { from_port: unknown, to_port: unknown, ...everywhere }),
    ],
  },
  'sg-egress-open': {
    bad: [
      rule('egress', { ip_protocol: '-1', ...everywhere }),
      rule('egress', { ...ports(0, 65535), ...everywhere }),
      group({
        egress: [{ from_port: 0, to_port: 0, protocol: '-1', cidr_blocks: ['0.0.0.0/0'] }],
      }),
    ],
    good: [
      rule('egress', { ...ports(443), ...everywhere }),
      rule('egress', { ip_protocol: '-1', cidr_ipv4: '10.0.0.0/16' }),
    ],
    unread: [rule('egress', { ip_protocol: '-1', cidr_ipv4: unknown })],
  },
  'sg-open-port': {
    bad: [
      rule('ingress', { ...ports(9999), ...everywhere }),
      rule('ingress', { ...ports(80, 100), ...everywhere }),
    ],
    good: [
      rule('ingress', { ...ports(443), ...everywhere }),
      rule('ingress', { ip_protocol: 'icmp', ...ports(-1), ...everywhere }),
      // what another rule is about
      rule('ingress', { ...ports(22), ...everywhere }),
    ],
    unread: [rule('ingress', { ...ports(9999), cidr_ipv4: unknown })],
  },
  'sg-http-port': {
    bad: [rule('ingress', { ...ports(80), ...everywhere })],
    good: [
      rule('ingress', { ...ports(443), ...everywhere }),
      rule('ingress', { ...ports(80), cidr_ipv4: '10.0.0.0/16' }),
    ],
    unread: [rule('ingress', { ...ports(80), cidr_ipv4: unknown })],
  },
  'sg-description': {
    bad: [group(), { ...group({ description: 'x' }), aws_security_group_rule: { r: {} } }],
    good: [group({ description: 'Tasks of web' })],
    unread: [group({ description: unknown })],
  },
  'vpc-default-group': {
    bad: [
      vpc(),
      vpc({ aws_default_security_group: { d: { ...inVpc, ingress: [{ self: true }] } } }),
    ],
    good: [vpc({ aws_default_security_group: { d: { ...inVpc, ingress: [], egress: [] } } })],
    unread: [vpc({ aws_default_security_group: { d: { ...inVpc, ingress: unknown } } })],
  },
  'vpc-flow-logs': {
    bad: [vpc()],
    good: [vpc({ aws_flow_log: { l: inVpc } })],
    unread: [vpc({ aws_flow_log: { l: { vpc_id: unknown } } })],
  },
  'subnet-public-ip': {
    bad: [one('aws_subnet', { map_public_ip_on_launch: true })],
    good: [one('aws_subnet', {})],
    unread: [one('aws_subnet', { map_public_ip_on_launch: unknown })],
  },
  'vpc-endpoint-policy': {
    bad: [
      one('aws_vpc_endpoint', {}),
      one('aws_vpc_endpoint', {
        policy: JSON.stringify({
          Statement: { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' },
        }),
      }),
    ],
    good: [
      one('aws_vpc_endpoint', {
        policy: JSON.stringify({
          Statement: [
            {
              Effect: 'Allow',
              Principal: { AWS: '*' },
              Action: '*',
              Resource: '*',
              Condition: { StringEquals: { 'aws:PrincipalAccount': '111122223333' } },
            },
            {
              Effect: 'Allow',
              Principal: '*',
              Action: 's3:GetObject',
              Resource: 'arn:aws:s3:::b/*',
            },
          ],
        }),
      }),
    ],
    unread: [one('aws_vpc_endpoint', { policy: unknown })],
  },
  'nacl-open': {
    bad: [
      one('aws_network_acl_rule', {
        rule_action: 'allow',
        cidr_block: '0.0.0.0/0',
        from_port: 22,
        to_port: 22,
      }),
      one('aws_network_acl_rule', {
        rule_action: 'allow',
        ipv6_cidr_block: '::/0',
        protocol: '-1',
      }),
      ...['aws_network_acl', 'aws_default_network_acl'].flatMap((type) =>
        each(type, {
          ingress: [
            { action: 'deny', protocol: 'tcp', cidr_block: '0.0.0.0/0', ...ports(22) },
            { action: 'allow', protocol: '-1', cidr_block: '0.0.0.0/0', ...ports(0) },
          ],
        }),
      ),
    ],
    good: [
      ...each('aws_network_acl', {}),
      ...each(
        'aws_network_acl_rule',
        { rule_action: 'allow', protocol: 'tcp', cidr_block: '0.0.0.0/0', ...ports(443) },
        { rule_action: 'allow', protocol: 'icmp', cidr_block: '0.0.0.0/0' },
      ),
      one('aws_network_acl_rule', {
        rule_action: 'allow',
        cidr_block: '0.0.0.0/0',
        from_port: 32768,
        to_port: 65535,
      }),
      one('aws_network_acl_rule', { egress: true, rule_action: 'allow', cidr_block: '0.0.0.0/0' }),
      one('aws_network_acl_rule', { rule_action: 'allow', cidr_block: '10.0.0.0/8' }),
    ],
    unread: [one('aws_network_acl_rule', { rule_action: 'allow', cidr_block: unknown })],
  },
};

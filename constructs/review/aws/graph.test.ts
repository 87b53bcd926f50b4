import { block, type Block, lines, type Resources, reviewed } from './aws.fixture';

const declared = ['internet -> web 8080 through front:443', 'web -> api 9000'];
const outs = ['api -> internet 443', 'web -> internet 443'];
const exitLines = (change?: (resources: Resources) => unknown) =>
  lines({ edges: reviewed(change).exits });
const rules = 'aws_vpc_security_group_ingress_rule';
const egress = 'aws_vpc_security_group_egress_rule';

describe('a stack of two services', () => {
  const graph = reviewed();

  it('has the declared ways and no other', () => {
    expect(lines(graph)).toEqual(declared);
    expect(lines({ edges: graph.exits })).toEqual(outs);
    expect(graph.broken).toEqual([]);
    expect(graph.unknowns).toEqual([]);
  });

  it('shows a witness for every step', () => {
    const [way] = graph.edges;

    expect(way!.steps.map(({ address }) => address)).toEqual([
      'aws_lb.lb',
      'aws_route.public',
      `${rules}.lb_all`,
      'aws_lb_listener.https',
      'aws_lb_target_group.t',
      `${egress}.lb_web`,
      `${rules}.web_lb`,
    ]);
  });

  it('says why there is no way', () => {
    expect(graph.whyNot?.('api', 'web')).toMatch(
      /no ingress rule of the groups of web lets api in/,
    );
    expect(graph.whyNot?.('internet', 'api')).toMatch(
      /no public balancer and no HTTP API leads to api/,
    );
  });
});

describe('security groups', () => {
  const all = { from_port: 0, to_port: 0, protocol: '-1' };
  const forms: readonly [string, (r: Resources) => unknown, readonly string[]][] = [
    [
      'an inline rule by group',
      (r) => {
        r.aws_vpc_security_group_ingress_rule = {
          lb_all: block(r, rules, 'lb_all'),
          web_lb: block(r, rules, 'web_lb'),
        };
        block(r, 'aws_security_group', 'api').ingress = [
          {
            from_port: 9000,
            to_port: 9000,
            protocol: 'tcp',
            security_groups: ['${aws_security_group.web.id}'],
          },
        ];
      },
      declared,
    ],
    [
      'an aws_security_group_rule',
      (r) => {
        delete r[rules]?.api_web;
        r.aws_security_group_rule = {
          x: {
            type: 'ingress',
            security_group_id: '${aws_security_group.api.id}',
            source_security_group_id: '${aws_security_group.web.id}',
            protocol: '6',
            from_port: 9000,
            to_port: 9000,
          },
        };
      },
      declared,
    ],
    [
      'ranges instead of groups',
      (r) => {
        Object.assign(block(r, rules, 'api_web'), {
          referenced_security_group_id: null,
          cidr_ipv4: '10.0.1.0/25',
        });
      },
      declared,
    ],
    [
      'a range beside the subnet',
      (r) => {
        Object.assign(block(r, rules, 'api_web'), {
          referenced_security_group_id: null,
          cidr_ipv4: '10.0.3.0/24',
        });
      },
      [declared[0]!],
    ],
    [
      'every protocol on both sides',
      (r) => {
        Object.assign(block(r, rules, 'api_web'), {
          ip_protocol: '-1',
          from_port: null,
          to_port: null,
        });
        Object.assign(block(r, egress, 'web_api'), { ip_protocol: '-1' });
      },
      [declared[0]!, 'web -> api all'],
    ],
    [
      'a group that lets itself in and out',
      (r) => {
        for (const name of ['web', 'api']) {
          const network = block(r, 'aws_ecs_service', name).network_configuration as Block;
          network.security_groups = ['${aws_security_group.both.id}'];
        }
        r.aws_security_group!.both = {
          ingress: [{ ...all, self: true }],
          egress: [{ ...all, self: true }],
        };
      },
      ['api -> web all', 'web -> api all'],
    ],
    [
      'the default group, which Terraform has emptied',
      (r) => {
        (block(r, 'aws_ecs_service', 'api').network_configuration as Block).security_groups = [];
        r.aws_default_security_group = {
          d: { vpc_id: '${aws_vpc.v.id}', ingress: [], egress: [] },
        };
      },
      [declared[0]!],
    ],
    [
      'the default group as it is',
      (r) => {
        (block(r, 'aws_ecs_service', 'api').network_configuration as Block).security_groups = [];
      },
      [declared[0]!, 'web -> api 443 ?'],
    ],
    [
      'rules that an expression makes',
      (r) => {
        delete r[rules]?.api_web;
        block(r, 'aws_security_group', 'api').ingress = '${local.rules}';
      },
      [declared[0]!, 'web -> api 443 ?', 'web -> api 9000 ?'],
    ],
    [
      'a group of another stack',
      (r) => {
        (block(r, 'aws_ecs_service', 'api').network_configuration as Block).security_groups = [
          'sg-1',
        ];
      },
      [declared[0]!, 'web -> api 443 ?'],
    ],
    [
      'ports that only the deployment knows',
      (r) => {
        block(r, rules, 'api_web').from_port = '${var.port}';
      },
      [declared[0]!, 'web -> api 443 ?', 'web -> api 9000 ?'],
    ],
    [
      'a network ACL',
      (r) => {
        r.aws_network_acl = { a: { subnet_ids: ['${aws_subnet.private.id}'] } };
      },
      ['internet -> web 8080 through front:443 ?', 'web -> api 9000 ?'],
    ],
    [
      'two networks without a link',
      (r) => {
        r.aws_vpc!.w = {};
        r.aws_subnet!.far = { vpc_id: '${aws_vpc.w.id}', cidr_block: '10.0.1.0/24' };
        (block(r, 'aws_ecs_service', 'api').network_configuration as Block).subnets = [
          '${aws_subnet.far.id}',
        ];
      },
      [declared[0]!],
    ],
    [
      'two networks that are peered',
      (r) => {
        r.aws_vpc!.w = {};
        r.aws_vpc_peering_connection = { p: {} };
        r.aws_subnet!.far = { vpc_id: '${aws_vpc.w.id}', cidr_block: '10.0.1.0/24' };
        (block(r, 'aws_ecs_service', 'api').network_configuration as Block).subnets = [
          '${aws_subnet.far.id}',
        ];
      },
      [declared[0]!, 'web -> api 9000 ?'],
    ],
  ];

  it.each(forms)('are read as %s', (_, change, expected) => {
    expect(lines(reviewed(change))).toEqual(expected);
  });
});

describe('the way in', () => {
  const ways: readonly [string, (r: Resources) => unknown, readonly string[]][] = [
    ['an internal balancer', (r) => (block(r, 'aws_lb', 'lb').internal = true), []],
    [
      'a balancer of which nobody knows',
      (r) => (block(r, 'aws_lb', 'lb').internal = '${var.x}'),
      ['internet -> web 8080 through front:443 ?'],
    ],
    [
      'a balancer in a private subnet',
      (r) => (block(r, 'aws_lb', 'lb').subnets = ['${aws_subnet.private.id}']),
      [],
    ],
    [
      'a redirect',
      (r) => (block(r, 'aws_lb_listener', 'https').default_action = { type: 'redirect' }),
      [],
    ],
    [
      'halves of all addresses',
      (r) => {
        const first = block(r, rules, 'lb_all');
        r[rules]!.lb_rest = { ...first, cidr_ipv4: '128.0.0.0/1' };
        first.cidr_ipv4 = '0.0.0.0/1';
      },
      ['internet -> web 8080 through front:443'],
    ],
    [
      'one office',
      (r) => (block(r, rules, 'lb_all').cidr_ipv4 = '203.0.113.0/24'),
      ['internet (203.0.113.0/24) -> web 8080 through front:443'],
    ],
    [
      'a listener that the rule leaves closed',
      (r) => (block(r, 'aws_lb_listener', 'https').port = 8443),
      [],
    ],
    [
      'a rule of the listener',
      (r) => {
        block(r, 'aws_lb_listener', 'https').default_action = { type: 'fixed-response' };
        r.aws_lb_listener_rule = {
          r: {
            listener_arn: '${aws_lb_listener.https.arn}',
            action: {
              type: 'forward',
              forward: { target_group: [{ arn: '${aws_lb_target_group.t.arn}' }] },
            },
            condition: { path_pattern: { values: ['/a'] } },
          },
        };
      },
      ['internet -> web 8080 through front:443'],
    ],
    [
      'a task with a public address',
      (r) => {
        const network = block(r, 'aws_ecs_service', 'api').network_configuration as Block;
        Object.assign(network, { assign_public_ip: true, subnets: ['${aws_subnet.public.id}'] });
        Object.assign(block(r, rules, 'api_web'), {
          referenced_security_group_id: null,
          cidr_ipv4: '0.0.0.0/0',
        });
      },
      ['internet -> api 9000', 'internet -> web 8080 through front:443'],
    ],
    [
      'a public address in a private subnet',
      (r) => {
        (block(r, 'aws_ecs_service', 'api').network_configuration as Block).assign_public_ip = true;
        Object.assign(block(r, rules, 'api_web'), {
          referenced_security_group_id: null,
          cidr_ipv4: '0.0.0.0/0',
        });
      },
      ['internet -> web 8080 through front:443'],
    ],
  ];

  it.each(ways)('through %s', (_, change, expected) => {
    const found = lines(reviewed(change));

    expect(found.filter((line) => line.startsWith('internet'))).toEqual(expected);
  });
});

describe('the way out', () => {
  it.each<[string, (r: Resources) => unknown, readonly string[]]>([
    ['needs a route', (r) => delete r.aws_route?.private, []],
    ['needs a rule', (r) => delete r[egress]?.web_out, ['api -> internet 443']],
    ['needs a NAT gateway with a route of its own', (r) => delete r.aws_route?.public, []],
    [
      'is unknown through what is not read',
      (r) => {
        Object.assign(block(r, 'aws_route', 'private'), {
          nat_gateway_id: null,
          transit_gateway_id: 'tgw-1',
        });
      },
      outs.map((line) => `${line} ?`),
    ],
    [
      'is not there behind an internet gateway without a public address',
      (r) => {
        Object.assign(block(r, 'aws_route', 'private'), {
          nat_gateway_id: null,
          gateway_id: '${aws_internet_gateway.g.id}',
        });
      },
      [],
    ],
  ])('%s', (_, change, expected) => {
    expect(exitLines(change)).toEqual(expected);
  });
});

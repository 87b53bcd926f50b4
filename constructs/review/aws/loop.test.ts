import { block, lines, type Resources, reviewed } from './aws.fixture';

const ingress = 'aws_vpc_security_group_ingress_rule';
const association = 'aws_route_table_association';
const inward = (change: (r: Resources) => unknown): string[] =>
  lines(reviewed(change)).filter((line) => line.startsWith('internet'));
const outward = (change: (r: Resources) => unknown): string[] =>
  lines({ edges: reviewed(change).exits });
const way = 'internet -> web 8080 through front:443';

describe('what loops and functions leave open', () => {
  it.each<[string, (r: Resources) => unknown, readonly string[]]>([
    [
      'a subnet by its count',
      (r) => (block(r, association, 'public').subnet_id = '${aws_subnet.public[count.index].id}'),
      [way],
    ],
    [
      'a table by its key',
      (r) =>
        (block(r, 'aws_route', 'public').route_table_id = '${aws_route_table.public[each.key].id}'),
      [way],
    ],
    [
      'an association with some subnet',
      (r) => (block(r, association, 'public').subnet_id = '${each.value.id}'),
      [`${way} ?`],
    ],
    [
      'an association with one of some subnets',
      (r) => (block(r, association, 'public').subnet_id = '${element(aws_subnet.public[*].id, 0)}'),
      [`${way} ?`],
    ],
    [
      'an association with one of other subnets',
      (r) => (block(r, association, 'private').subnet_id = '${one(aws_subnet.private[*].id)}'),
      [way],
    ],
    [
      'a route of some table',
      (r) => (block(r, 'aws_route', 'public').route_table_id = '${each.value}'),
      [`${way} ?`],
    ],
    [
      'a listener of a balancer by its count',
      (r) => (block(r, 'aws_lb_listener', 'https').load_balancer_arn = '${aws_lb.lb[0].arn}'),
      [way],
    ],
    [
      'a rule of some group',
      (r) => (block(r, ingress, 'lb_all').security_group_id = '${each.value}'),
      [`${way} ?`],
    ],
    [
      'a rule of a group within a function',
      (r) =>
        (block(r, ingress, 'lb_all').security_group_id = '${try(aws_security_group.lb.id, "")}'),
      [`${way} ?`],
    ],
    [
      'a rule of a group of a module',
      (r) => (block(r, ingress, 'lb_all').security_group_id = '${module.m.id}'),
      [],
    ],
    [
      'a rule that a dynamic block makes',
      (r) => {
        delete block(r, ingress, 'lb_all').cidr_ipv4;
        block(r, 'aws_security_group', 'lb').dynamic = {
          ingress: {
            for_each: [443],
            content: {
              from_port: '${ingress.value}',
              to_port: '${ingress.value}',
              protocol: 'tcp',
              cidr_blocks: ['0.0.0.0/0'],
            },
          },
        };
      },
      [way],
    ],
    [
      'rules that a dynamic block may make',
      (r) => {
        delete block(r, ingress, 'lb_all').cidr_ipv4;
        block(r, 'aws_security_group', 'lb').dynamic = {
          ingress: { for_each: '${var.ports}', content: {} },
        };
      },
      [`${way} ?`],
    ],
  ])('reads %s', (_, change, expected) => {
    expect(inward(change)).toEqual(expected);
  });

  it('does not know the port of a target that cannot be told', () => {
    const found = inward((r) => {
      const service = block(r, 'aws_ecs_service', 'web');
      service.load_balancer = [
        { target_group_arn: '${aws_lb_target_group.t.arn}', container_port: '${var.port}' },
      ];
    });

    expect(found).toEqual([`${way} ?`]);
  });
});

describe('routes and lists that the stack does not hold', () => {
  it.each<[string, (r: Resources) => unknown, readonly string[]]>([
    [
      'takes the main table where a route is added to it',
      (r) => {
        delete r[association]?.public;
        block(r, 'aws_route', 'public').route_table_id = '${aws_vpc.v.main_route_table_id}';
      },
      [way],
    ],
    ['knows the main table of its own network', (r) => delete r[association]?.public, []],
    [
      'does not know the main table of another network',
      (r) => {
        delete r[association]?.public;
        for (const name of ['private', 'public']) block(r, 'aws_subnet', name).vpc_id = 'vpc-1';
      },
      [`${way} ?`],
    ],
    [
      'does not know what a network ACL lets through',
      (r) => (r.aws_network_acl = { a: { subnet_ids: ['${aws_subnet.public.id}'] } }),
      [`${way} ?`],
    ],
    [
      'does not know which subnets a network ACL filters',
      (r) => (r.aws_network_acl = { a: { subnet_ids: '${[for s in aws_subnet.public : s.id]}' } }),
      [`${way} ?`],
    ],
    [
      'does not know the addresses of a prefix list of the account',
      (r) => {
        const rule = block(r, ingress, 'lb_all');
        delete rule.cidr_ipv4;
        rule.prefix_list_id = 'pl-0123456789abcdef0';
      },
      [`${way} ?`],
    ],
  ])('%s', (_, change, expected) => {
    expect(inward(change)).toEqual(expected);
  });

  it.each<[string, (r: Resources) => unknown, readonly string[]]>([
    [
      'in a subnet that was made elsewhere',
      (r) => (block(r, 'aws_nat_gateway', 'n').subnet_id = 'subnet-1'),
      ['api -> internet 443 ?', 'web -> internet 443 ?'],
    ],
    [
      'in a subnet whose table cannot be told',
      (r) => (block(r, association, 'public').subnet_id = '${one(aws_subnet.public[*].id)}'),
      ['api -> internet 443 ?', 'web -> internet 443 ?'],
    ],
    [
      'without a public address',
      (r) => (block(r, 'aws_nat_gateway', 'n').connectivity_type = 'private'),
      [],
    ],
  ])('follows a NAT gateway %s', (_, change, expected) => {
    expect(outward(change)).toEqual(expected);
  });
});

it('names what is called over the network and is not read', () => {
  const { unknowns } = reviewed((r) => (r.aws_db_instance = { d: { publicly_accessible: true } }));

  expect(unknowns).toEqual([
    {
      address: 'aws_db_instance.d',
      reason: 'is called over the network, and who reaches it is not read',
    },
  ]);
});

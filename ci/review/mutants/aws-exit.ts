import { onAws } from './declared';
import { add, block, type Document, type Mutant, reference, remove } from './mutant';

const egress = 'aws_vpc_security_group_egress_rule';
const group = 'aws_security_group';
const everyone = '0.0.0.0/0';

const groupOf = (document: Document, name: string): string =>
  reference(document, group, name, 'id');

/** Mistakes in the ways out of ecs-prod. */
export const exitMutants: readonly Mutant[] = [
  {
    name: 'tasks may reach the internet and have a NAT gateway',
    change: (d) => {
      add(d, 'aws_nat_gateway', 'Nat', {
        subnet_id: reference(d, 'aws_subnet', 'Network_Public_SubnetA', 'id'),
      });
      for (const zone of ['A', 'B']) {
        add(d, 'aws_route', `Out${zone}`, {
          route_table_id: reference(
            d,
            'aws_route_table',
            `Network_Private_RouteTable${zone}`,
            'id',
          ),
          destination_cidr_block: everyone,
          nat_gateway_id: '${aws_nat_gateway.Nat.id}',
        });
      }
      add(d, egress, 'Mutant', {
        security_group_id: groupOf(d, 'Goapp_'),
        cidr_ipv4: everyone,
        ip_protocol: '-1',
      });
    },
    changes: ['+ goapp -> internet all'],
  },
  {
    name: 'a rule leads to the internet and no route does',
    change: (d) =>
      add(d, egress, 'Mutant', {
        security_group_id: groupOf(d, 'Goapp_'),
        cidr_ipv4: everyone,
        ip_protocol: 'tcp',
        from_port: 443,
        to_port: 443,
      }),
    changes: [],
  },
  ...(
    [
      ['EcrApi', 'ecr.api'],
      ['EcrDkr', 'ecr.dkr'],
      ['Logs', 'logs'],
      ['S3', 's3'],
    ] as const
  ).map(([id, service]) => ({
    name: `the endpoint of ${service} is dropped`,
    change: (d: Document) => remove(d, 'aws_vpc_endpoint', `Network_Endpoints_${id}`),
    changes: [
      ...onAws.services.map((name) => `+ ! ${name} -> ${service}:443`),
      // the rule that names the prefix list of the gateway
      ...(service === 's3' ? ['+ aws_vpc_security_group_egress_rule ?'] : []),
    ],
  })),
  {
    name: 'the endpoint of secrets is dropped',
    change: (d) => remove(d, 'aws_vpc_endpoint', 'Network_Endpoints_Secretsmanager'),
    changes: ['reverse-proxy', ...onAws.usersOf('cache')].map(
      (name) => `+ ! ${name} -> secretsmanager:443`,
    ),
  },
  {
    name: 'the endpoint of logs has no private name',
    change: (d) =>
      (block(d, 'aws_vpc_endpoint', 'Network_Endpoints_Logs').private_dns_enabled = false),
    changes: onAws.services.map((name) => `+ ! ${name} -> logs:443`),
  },
  {
    name: 'the endpoint of S3 is in one route table of two',
    change: (d) => {
      block(d, 'aws_vpc_endpoint', 'Network_Endpoints_S3').route_table_ids = [
        reference(d, 'aws_route_table', 'Network_Private_RouteTableA', 'id'),
      ];
    },
    changes: onAws.services.map((name) => `+ ! ${name} -> s3:443`),
  },
  {
    name: 'uptime may not call the endpoints',
    change: (d) => remove(d, egress, 'Uptime_SecurityGroup_ToEndpoints'),
    changes: ['+ ! uptime -> ecr.api:443', '+ ! uptime -> ecr.dkr:443', '+ ! uptime -> logs:443'],
  },
];

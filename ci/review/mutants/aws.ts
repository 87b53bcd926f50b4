import {
  add,
  block,
  entry,
  type Block,
  type Document,
  type Mutant,
  nested,
  reference,
  remove,
} from './mutant';

const ingress = 'aws_vpc_security_group_ingress_rule';
const egress = 'aws_vpc_security_group_egress_rule';
const group = 'aws_security_group';
const everyone = '0.0.0.0/0';

const groupOf = (document: Document, name: string): string =>
  reference(document, group, name, 'id');

/** Opens a port of a service to a range, in both directions where a service is named. */
function openTo(document: Document, name: string, cidr: string, port = 8080): void {
  add(document, ingress, 'Mutant', {
    security_group_id: groupOf(document, `${name}_`),
    cidr_ipv4: cidr,
    ip_protocol: 'tcp',
    from_port: port,
    to_port: port,
  });
}

function makePublic(document: Document, name: string): void {
  const network = nested(block(document, 'aws_ecs_service', `${name}_`), 'network_configuration');
  network.assign_public_ip = true;
  network.subnets = ['A', 'B'].map((zone) =>
    reference(document, 'aws_subnet', `Network_Public_Subnet${zone}`, 'id'),
  );
}

/** Changes one container definition of a task. */
function inContainer(document: Document, name: string, change: (container: Block) => void): void {
  const task = block(document, 'aws_ecs_task_definition', `${name}_`);
  const containers = JSON.parse(task.container_definitions as string) as Block[];
  containers.forEach(change);
  task.container_definitions = JSON.stringify(containers);
}

const serviceConnect = (document: Document, name: string): Block =>
  nested(block(document, 'aws_ecs_service', `${name}_`), 'service_connect_configuration');

const rules: readonly Mutant[] = [
  {
    name: 'the rule into goapp is dropped',
    change: (d) => remove(d, ingress, 'Adminapp_SecurityGroup_AtGoapp'),
    changes: ['+ ! adminapp -> goapp:8080', '- adminapp -> goapp 8080'],
  },
  {
    name: 'the rule out of adminapp is dropped',
    change: (d) => remove(d, egress, 'Adminapp_SecurityGroup_ToGoapp'),
    changes: ['+ ! adminapp -> goapp:8080', '- adminapp -> goapp 8080'],
  },
  {
    name: 'the rule into goapp opens another port',
    change: (d) =>
      Object.assign(block(d, ingress, 'Adminapp_SecurityGroup_AtGoapp'), {
        from_port: 9090,
        to_port: 9090,
      }),
    changes: ['+ ! adminapp -> goapp:8080', '- adminapp -> goapp 8080'],
  },
  {
    name: 'both rules to goapp include its metrics port',
    change: (d) => {
      block(d, ingress, 'Adminapp_SecurityGroup_AtGoapp').to_port = 9090;
      block(d, egress, 'Adminapp_SecurityGroup_ToGoapp').to_port = 9090;
    },
    changes: ['+ adminapp -> goapp 8080-9090', '- adminapp -> goapp 8080'],
  },
  {
    name: 'both rules to goapp have protocol -1',
    change: (d) => {
      for (const [type, start] of [
        [ingress, 'Adminapp_SecurityGroup_AtGoapp'],
        [egress, 'Adminapp_SecurityGroup_ToGoapp'],
      ] as const) {
        Object.assign(block(d, type, start), { ip_protocol: '-1', from_port: null, to_port: null });
      }
    },
    changes: ['+ adminapp -> goapp all', '- adminapp -> goapp 8080'],
  },
  {
    name: 'only the rule into goapp has protocol -1',
    change: (d) =>
      Object.assign(block(d, ingress, 'Adminapp_SecurityGroup_AtGoapp'), { ip_protocol: '-1' }),
    // what the caller may send still decides
    changes: [],
  },
  {
    name: 'the rule into goapp names the whole network instead of a group',
    change: (d) =>
      Object.assign(block(d, ingress, 'Adminapp_SecurityGroup_AtGoapp'), {
        referenced_security_group_id: null,
        cidr_ipv4: '10.0.0.0/16',
      }),
    changes: [],
  },
  {
    name: 'uptime may call goapp',
    change: (d) => {
      const rule = { ip_protocol: 'tcp', from_port: 8080, to_port: 8080 };
      add(d, egress, 'Mutant', {
        ...rule,
        security_group_id: groupOf(d, 'Uptime_'),
        referenced_security_group_id: groupOf(d, 'Goapp_'),
      });
      add(d, ingress, 'Mutant', {
        ...rule,
        security_group_id: groupOf(d, 'Goapp_'),
        referenced_security_group_id: groupOf(d, 'Uptime_'),
      });
    },
    changes: ['+ uptime -> goapp 8080'],
  },
  {
    name: 'uptime may call goapp through inline rules',
    change: (d) => {
      const rule = { protocol: 'tcp', from_port: 8080, to_port: 8080 };
      block(d, group, 'Uptime_').egress = [{ ...rule, cidr_blocks: ['10.0.0.0/16'] }];
      block(d, group, 'Goapp_').ingress = [{ ...rule, security_groups: [groupOf(d, 'Uptime_')] }];
    },
    changes: ['+ uptime -> goapp 8080'],
  },
  {
    name: 'uptime may call goapp through rules of the old kind',
    change: (d) => {
      const rule = { protocol: 'tcp', from_port: 8080, to_port: 8080 };
      add(d, 'aws_security_group_rule', 'Out', {
        ...rule,
        type: 'egress',
        security_group_id: groupOf(d, 'Uptime_'),
        source_security_group_id: groupOf(d, 'Goapp_'),
      });
      add(d, 'aws_security_group_rule', 'In', {
        ...rule,
        type: 'ingress',
        security_group_id: groupOf(d, 'Goapp_'),
        cidr_blocks: ['10.0.0.0/8'],
      });
    },
    changes: ['+ uptime -> goapp 8080'],
  },
  {
    name: 'goapp gets the group of adminapp as well',
    change: (d) => {
      const network = nested(block(d, 'aws_ecs_service', 'Goapp_'), 'network_configuration');
      network.security_groups = [groupOf(d, 'Goapp_'), groupOf(d, 'Adminapp_')];
    },
    changes: ['+ reverse-proxy -> goapp 3000'],
  },
  {
    name: 'uptime and goapp share a group that lets itself in',
    change: (d) => {
      const open = [{ protocol: '-1', from_port: 0, to_port: 0, self: true }];
      add(d, group, 'Shared', { ingress: open, egress: open });
      for (const name of ['Uptime_', 'Goapp_']) {
        const network = nested(block(d, 'aws_ecs_service', name), 'network_configuration');
        network.security_groups = [groupOf(d, name), '${aws_security_group.Shared.id}'];
      }
    },
    changes: ['+ goapp -> uptime all', '+ uptime -> goapp all'],
  },
  {
    name: 'the default group lets itself in and two services fall back to it',
    change: (d) => {
      const open = [{ protocol: '-1', from_port: 0, to_port: 0, self: true }];
      Object.assign(block(d, 'aws_default_security_group', 'Network'), {
        ingress: open,
        egress: open,
      });
      for (const name of ['Uptime_', 'Goapp_']) {
        nested(block(d, 'aws_ecs_service', name), 'network_configuration').security_groups = [];
      }
    },
    changes: [
      ...['ecr.api', 'ecr.dkr', 'logs', 's3'].flatMap((need) => [
        `+ ! goapp -> ${need}:443`,
        `+ ! uptime -> ${need}:443`,
      ]),
      '+ ! adminapp -> goapp:8080',
      '+ ! reverse-proxy -> uptime:8080',
      '+ goapp -> uptime all',
      '+ uptime -> goapp all',
      '- adminapp -> goapp 8080',
      '- reverse-proxy -> uptime 8080',
    ],
  },
  {
    name: 'the rule into goapp waits for a variable',
    change: (d) =>
      Object.assign(block(d, ingress, 'Adminapp_SecurityGroup_AtGoapp'), {
        from_port: '${var.port}',
      }),
    changes: ['+ adminapp -> goapp 8080 ?', '- adminapp -> goapp 8080'],
  },
  {
    name: 'goapp has a group of another stack',
    change: (d) => {
      nested(block(d, 'aws_ecs_service', 'Goapp_'), 'network_configuration').security_groups = [
        'sg-0123',
      ];
    },
    changes: ['+ ! adminapp -> goapp:8080', '- adminapp -> goapp 8080'],
  },
];

/** In a public subnet goapp is out of reach of the endpoints, whose rules let in the private ones. */
const goappWithoutEndpoints = ['ecr.api', 'ecr.dkr', 'logs', 's3'].map(
  (need) => `+ ! goapp -> ${need}:443`,
);

const entrance: readonly Mutant[] = [
  {
    name: 'goapp gets a public address and a rule for everyone',
    change: (d) => {
      makePublic(d, 'Goapp');
      openTo(d, 'Goapp', everyone);
    },
    changes: [...goappWithoutEndpoints, '+ internet -> goapp 8080'],
  },
  {
    name: 'goapp gets a public address and two rules for half of everyone',
    change: (d) => {
      makePublic(d, 'Goapp');
      openTo(d, 'Goapp', '0.0.0.0/1');
      const [, first] = entry(d, ingress, 'Mutant');
      add(d, ingress, 'OtherHalf', { ...first, cidr_ipv4: '128.0.0.0/1' });
    },
    changes: [...goappWithoutEndpoints, '+ internet -> goapp 8080'],
  },
  {
    name: 'goapp gets a public address and a rule for everyone with IPv6',
    change: (d) => {
      makePublic(d, 'Goapp');
      openTo(d, 'Goapp', everyone);
      const [, rule] = entry(d, ingress, 'Mutant');
      Object.assign(rule, { cidr_ipv4: null, cidr_ipv6: '::/0' });
    },
    changes: [...goappWithoutEndpoints, '+ internet -> goapp 8080'],
  },
  {
    name: 'goapp gets a public address and a rule for one office',
    change: (d) => {
      makePublic(d, 'Goapp');
      openTo(d, 'Goapp', '203.0.113.0/24');
    },
    changes: [...goappWithoutEndpoints, '+ internet (203.0.113.0/24) -> goapp 8080'],
  },
  {
    name: 'goapp gets a rule for everyone and stays private',
    change: (d) => openTo(d, 'Goapp', everyone),
    changes: [],
  },
  {
    name: 'goapp gets a public address and no rule',
    change: (d) => makePublic(d, 'Goapp'),
    changes: goappWithoutEndpoints,
  },
  {
    name: 'the private subnets lead to the internet gateway and goapp has a public address',
    change: (d) => {
      const gateway = reference(d, 'aws_internet_gateway', 'Network_Public', 'id');
      for (const zone of ['A', 'B']) {
        add(d, 'aws_route', `Leak${zone}`, {
          route_table_id: reference(
            d,
            'aws_route_table',
            `Network_Private_RouteTable${zone}`,
            'id',
          ),
          destination_cidr_block: everyone,
          gateway_id: gateway,
        });
      }
      nested(block(d, 'aws_ecs_service', 'Goapp_'), 'network_configuration').assign_public_ip =
        true;
      openTo(d, 'Goapp', everyone);
    },
    changes: ['+ internet -> goapp 8080'],
  },
  {
    name: 'the balancer becomes internal',
    change: (d) => (block(d, 'aws_lb', 'LoadBalancer').internal = true),
    changes: ['- internet -> reverse-proxy 8080 through public:443'],
  },
  {
    name: 'whether the balancer is internal waits for a variable',
    change: (d) => (block(d, 'aws_lb', 'LoadBalancer').internal = '${var.internal}'),
    changes: [
      '+ internet -> reverse-proxy 8080 through public:443 ?',
      '- internet -> reverse-proxy 8080 through public:443',
    ],
  },
  {
    name: 'the rule of the balancer lets in one office only',
    change: (d) => (block(d, ingress, 'LoadBalancer_FromIpv4To443').cidr_ipv4 = '203.0.113.0/24'),
    changes: [
      '+ internet (203.0.113.0/24) -> reverse-proxy 8080 through public:443',
      '- internet -> reverse-proxy 8080 through public:443',
    ],
  },
  {
    name: 'the public subnets lose their route',
    change: (d) => remove(d, 'aws_route', 'Network_Public'),
    changes: ['- internet -> reverse-proxy 8080 through public:443'],
  },
  {
    name: 'the balancer may not call the proxy',
    change: (d) => remove(d, egress, 'LoadBalancer_Routes_ToReverseProxy'),
    changes: [
      '+ ! public -> reverse-proxy:8080',
      '- internet -> reverse-proxy 8080 through public:443',
    ],
  },
  {
    name: 'the health check asks a port that is closed',
    change: (d) => {
      nested(block(d, 'aws_lb_target_group', 'LoadBalancer'), 'health_check').port = '9090';
    },
    changes: ['+ ! public -> reverse-proxy:9090'],
  },
  {
    name: 'plain HTTP is forwarded instead of redirected',
    change: (d) => {
      block(d, 'aws_lb_listener', 'LoadBalancer_Listeners_Http_').default_action = [
        {
          type: 'forward',
          target_group_arn: reference(d, 'aws_lb_target_group', 'LoadBalancer', 'arn'),
        },
      ];
    },
    changes: ['+ internet -> reverse-proxy 8080 through public:80'],
  },
  {
    name: 'the rule of the listener is dropped',
    change: (d) => remove(d, 'aws_lb_listener_rule', 'LoadBalancer'),
    changes: ['- internet -> reverse-proxy 8080 through public:443'],
  },
  {
    name: 'the target group sends requests to goapp too',
    change: (d) => {
      block(d, 'aws_ecs_service', 'Goapp_').load_balancer = [
        {
          target_group_arn: reference(d, 'aws_lb_target_group', 'LoadBalancer', 'arn'),
          container_name: 'goapp',
          container_port: 8080,
        },
      ];
    },
    changes: ['+ ! public -> goapp:8080'],
  },
];

const awayFromHome: readonly Mutant[] = [
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
      ...['adminapp', 'goapp', 'reverse-proxy', 'uptime'].map(
        (name) => `+ ! ${name} -> ${service}:443`,
      ),
      // the rule that names the prefix list of the gateway
      ...(service === 's3' ? ['+ aws_vpc_security_group_egress_rule ?'] : []),
    ],
  })),
  {
    name: 'the endpoint of secrets is dropped',
    change: (d) => remove(d, 'aws_vpc_endpoint', 'Network_Endpoints_Secretsmanager'),
    changes: ['+ ! reverse-proxy -> secretsmanager:443'],
  },
  {
    name: 'the endpoint of logs has no private name',
    change: (d) =>
      (block(d, 'aws_vpc_endpoint', 'Network_Endpoints_Logs').private_dns_enabled = false),
    changes: ['adminapp', 'goapp', 'reverse-proxy', 'uptime'].map(
      (name) => `+ ! ${name} -> logs:443`,
    ),
  },
  {
    name: 'the endpoint of S3 is in one route table of two',
    change: (d) => {
      block(d, 'aws_vpc_endpoint', 'Network_Endpoints_S3').route_table_ids = [
        reference(d, 'aws_route_table', 'Network_Private_RouteTableA', 'id'),
      ];
    },
    changes: ['adminapp', 'goapp', 'reverse-proxy', 'uptime'].map(
      (name) => `+ ! ${name} -> s3:443`,
    ),
  },
  {
    name: 'uptime may not call the endpoints',
    change: (d) => remove(d, egress, 'Uptime_SecurityGroup_ToEndpoints'),
    changes: ['+ ! uptime -> ecr.api:443', '+ ! uptime -> ecr.dkr:443', '+ ! uptime -> logs:443'],
  },
];

const names: readonly Mutant[] = [
  {
    name: 'goapp listens under another name',
    change: (d) =>
      (nested(nested(serviceConnect(d, 'Goapp'), 'service'), 'client_alias').dns_name = 'users'),
    changes: ['+ ! adminapp -> goapp:8080'],
  },
  {
    name: 'goapp has no name',
    change: (d) => (serviceConnect(d, 'Goapp').enabled = false),
    changes: ['+ ! adminapp -> goapp:8080'],
  },
  {
    name: 'adminapp is no client',
    change: (d) => delete block(d, 'aws_ecs_service', 'Adminapp_').service_connect_configuration,
    changes: ['+ ! adminapp -> goapp:8080', '+ ! reverse-proxy -> adminapp:3000'],
  },
  {
    name: 'the name of goapp stands for a port that it does not map',
    change: (d) =>
      inContainer(d, 'Goapp', (container) => (nested(container, 'portMappings').name = 'other')),
    changes: ['+ ! adminapp -> goapp:8080'],
  },
  {
    name: 'goapp serves on another port than its name says',
    change: (d) =>
      inContainer(
        d,
        'Goapp',
        (container) => (nested(container, 'portMappings').containerPort = 8081),
      ),
    changes: ['+ ! adminapp -> goapp:8080'],
  },
  {
    name: 'adminapp does not wait for goapp',
    change: (d) => {
      const [goapp] = entry(d, 'aws_ecs_service', 'Goapp_');
      const adminapp = block(d, 'aws_ecs_service', 'Adminapp_');
      adminapp.depends_on = (adminapp.depends_on as string[]).filter(
        (name) => !name.endsWith(goapp),
      );
    },
    changes: ['+ ! adminapp -> goapp:8080'],
  },
  {
    name: 'goapp waits for adminapp as well',
    change: (d) => {
      const [adminapp] = entry(d, 'aws_ecs_service', 'Adminapp_');
      (block(d, 'aws_ecs_service', 'Goapp_').depends_on as string[]).push(
        `aws_ecs_service.${adminapp}`,
      );
    },
    changes: ['+ ! aws_ecs_service.Adminapp_3C51A4E0 -> aws_ecs_service.Goapp_3BAED796'],
  },
  {
    name: 'goapp moves to a network of its own',
    change: (d) => {
      add(d, 'aws_vpc', 'Far', { cidr_block: '10.9.0.0/16' });
      add(d, 'aws_subnet', 'Far', { vpc_id: '${aws_vpc.Far.id}', cidr_block: '10.9.0.0/24' });
      nested(block(d, 'aws_ecs_service', 'Goapp_'), 'network_configuration').subnets = [
        '${aws_subnet.Far.id}',
      ];
    },
    changes: [
      '+ ! adminapp -> goapp:8080',
      ...['ecr.api', 'ecr.dkr', 'logs', 's3'].map((need) => `+ ! goapp -> ${need}:443`),
      '- adminapp -> goapp 8080',
    ],
  },
  {
    name: 'a network ACL filters a private subnet',
    change: (d) =>
      add(d, 'aws_network_acl', 'Acl', {
        subnet_ids: [reference(d, 'aws_subnet', 'Network_Private_SubnetA', 'id')],
      }),
    changes: [
      'adminapp -> goapp 8080',
      'internet -> reverse-proxy 8080 through public:443',
      'reverse-proxy -> adminapp 3000',
      'reverse-proxy -> uptime 8080',
    ].flatMap((line) => [`+ ${line} ?`, `- ${line}`]),
  },
];

/** Mistakes in ecs-prod. */
export const awsMutants: readonly Mutant[] = [...rules, ...entrance, ...awayFromHome, ...names];

import { add, block, type Document, type Mutant, nested, reference, remove } from './mutant';

const ingress = 'aws_vpc_security_group_ingress_rule';
const egress = 'aws_vpc_security_group_egress_rule';
const group = 'aws_security_group';
const groupOf = (document: Document, name: string): string =>
  reference(document, group, name, 'id');

/** Mistakes in the rules of ecs-prod. */
export const ruleMutants: readonly Mutant[] = [
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
      '+ ! goapp -> secretsmanager:443',
      '- adminapp -> goapp 8080',
      '- goapp -> cache 6379',
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
    changes: ['+ ! adminapp -> goapp:8080', '- adminapp -> goapp 8080', '- goapp -> cache 6379'],
  },
  {
    name: 'the rule into the cache is dropped',
    change: (d) => remove(d, ingress, 'Goapp_SecurityGroup_AtCache'),
    changes: ['- goapp -> cache 6379'],
  },
  {
    name: 'the rule into the files lets in everyone of the network',
    change: (d) => {
      const rule = block(d, ingress, 'UsersApi_SecurityGroup_AtUsers');
      delete rule.referenced_security_group_id;
      rule.cidr_ipv4 = '10.0.0.0/16';
      const out = block(d, egress, 'UsersApi_SecurityGroup_ToUsers');
      out.security_group_id = groupOf(d, 'Uptime_');
    },
    changes: ['+ uptime -> users 2049', '- users-api -> users 2049'],
  },
];

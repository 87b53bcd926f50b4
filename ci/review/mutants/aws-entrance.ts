import { add, block, entry, type Document, type Mutant, nested, reference, remove } from './mutant';

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

/** In a public subnet goapp is out of reach of the endpoints, whose rules let in the private ones. */
const goappWithoutEndpoints = ['ecr.api', 'ecr.dkr', 'logs', 's3', 'secretsmanager'].map(
  (need) => `+ ! goapp -> ${need}:443`,
);

/** Mistakes in the ways into ecs-prod. */
export const entranceMutants: readonly Mutant[] = [
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

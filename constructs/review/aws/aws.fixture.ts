import { type Graph } from '../graph';
import { printPorts } from '../port-range';
import { reviewStack } from '../review';

/** A block of Terraform's JSON. */
export type Block = Record<string, unknown>;

/** The resources of a document, by type and name. */
export type Resources = Record<string, Record<string, Block>>;

const rule = (owner: string, peer: string, port: number): Block => ({
  security_group_id: `\${aws_security_group.${owner}.id}`,
  referenced_security_group_id: `\${aws_security_group.${peer}.id}`,
  ip_protocol: 'tcp',
  from_port: port,
  to_port: port,
});

const service = (name: string, port: number, extra: Block = {}): Block => ({
  name,
  cluster: '${aws_ecs_cluster.c.arn}',
  launch_type: 'FARGATE',
  task_definition: `\${aws_ecs_task_definition.${name}.arn}`,
  network_configuration: {
    assign_public_ip: false,
    security_groups: [`\${aws_security_group.${name}.id}`],
    subnets: ['${aws_subnet.private.id}'],
  },
  service_connect_configuration: {
    enabled: true,
    namespace: '${aws_service_discovery_http_namespace.n.arn}',
    service: [{ port_name: name, client_alias: [{ dns_name: name, port }] }],
  },
  ...extra,
});

const task = (name: string, port: number, environment: Block[] = []): Block => ({
  container_definitions: JSON.stringify([
    {
      name,
      image: '${aws_ecr_repository.r.repository_url}@sha256:0',
      portMappings: [{ name, containerPort: port }],
      environment,
      logConfiguration: { logDriver: 'awslogs' },
      secrets: [],
    },
  ]),
});

/** `web` behind a public balancer calls `api`; both in a private subnet that leaves through a NAT gateway. */
export function twoServices(): Resources {
  return {
    aws_vpc: { v: { cidr_block: '10.0.0.0/16' } },
    aws_subnet: {
      private: { vpc_id: '${aws_vpc.v.id}', cidr_block: '10.0.1.0/24' },
      public: { vpc_id: '${aws_vpc.v.id}', cidr_block: '10.0.2.0/24' },
    },
    aws_internet_gateway: { g: { vpc_id: '${aws_vpc.v.id}' } },
    aws_nat_gateway: { n: { subnet_id: '${aws_subnet.public.id}' } },
    aws_route_table: {
      private: { vpc_id: '${aws_vpc.v.id}' },
      public: { vpc_id: '${aws_vpc.v.id}' },
    },
    aws_route: {
      private: {
        route_table_id: '${aws_route_table.private.id}',
        destination_cidr_block: '0.0.0.0/0',
        nat_gateway_id: '${aws_nat_gateway.n.id}',
      },
      public: {
        route_table_id: '${aws_route_table.public.id}',
        destination_cidr_block: '0.0.0.0/0',
        gateway_id: '${aws_internet_gateway.g.id}',
      },
    },
    aws_route_table_association: {
      private: {
        subnet_id: '${aws_subnet.private.id}',
        route_table_id: '${aws_route_table.private.id}',
      },
      public: {
        subnet_id: '${aws_subnet.public.id}',
        route_table_id: '${aws_route_table.public.id}',
      },
    },
    aws_service_discovery_http_namespace: { n: { name: 'n' } },
    aws_ecr_repository: { r: { name: 'r' } },
    aws_ecs_cluster: { c: { name: 'c' } },
    aws_security_group: {
      web: { vpc_id: '${aws_vpc.v.id}' },
      api: { vpc_id: '${aws_vpc.v.id}' },
      lb: { vpc_id: '${aws_vpc.v.id}' },
    },
    aws_vpc_security_group_egress_rule: {
      web_api: rule('web', 'api', 9000),
      lb_web: rule('lb', 'web', 8080),
      web_out: {
        security_group_id: '${aws_security_group.web.id}',
        cidr_ipv4: '0.0.0.0/0',
        ip_protocol: 'tcp',
        from_port: 443,
        to_port: 443,
      },
      api_out: {
        security_group_id: '${aws_security_group.api.id}',
        cidr_ipv4: '0.0.0.0/0',
        ip_protocol: 'tcp',
        from_port: 443,
        to_port: 443,
      },
    },
    aws_vpc_security_group_ingress_rule: {
      api_web: rule('api', 'web', 9000),
      web_lb: rule('web', 'lb', 8080),
      lb_all: {
        security_group_id: '${aws_security_group.lb.id}',
        cidr_ipv4: '0.0.0.0/0',
        ip_protocol: 'tcp',
        from_port: 443,
        to_port: 443,
      },
    },
    aws_ecs_task_definition: {
      web: task('web', 8080, [{ name: 'API_URL', value: 'http://api:9000' }]),
      api: task('api', 9000),
    },
    aws_ecs_service: {
      web: service('web', 8080, {
        depends_on: ['aws_ecs_service.api'],
        load_balancer: [
          {
            target_group_arn: '${aws_lb_target_group.t.arn}',
            container_name: 'web',
            container_port: 8080,
          },
        ],
      }),
      api: service('api', 9000),
    },
    aws_lb: {
      lb: {
        name: 'front',
        internal: false,
        security_groups: ['${aws_security_group.lb.id}'],
        subnets: ['${aws_subnet.public.id}'],
      },
    },
    aws_lb_listener: {
      https: {
        load_balancer_arn: '${aws_lb.lb.arn}',
        port: 443,
        default_action: [{ type: 'forward', target_group_arn: '${aws_lb_target_group.t.arn}' }],
      },
    },
    aws_lb_target_group: { t: { port: 8080, health_check: { port: 'traffic-port' } } },
  };
}

/** Reviews the two services after a change. */
export function reviewed(change: (resources: Resources) => unknown = () => undefined): Graph {
  const resources = twoServices();
  change(resources);
  return reviewStack({ resource: resources });
}

/** Each way of a graph as one line; a way that is not certain ends with a question mark. */
export function lines({ edges }: Pick<Graph, 'edges'>): string[] {
  return edges.map(({ from, to, ports, through, verdict }) => {
    const way = through === undefined ? '' : ` through ${through}`;
    return `${from} -> ${to} ${printPorts(ports)}${way}${verdict === 'unknown' ? ' ?' : ''}`;
  });
}

/** A resource of the document that is there. */
export function block(resources: Resources, type: string, name: string): Block {
  const found = resources[type]?.[name];
  if (!found) throw new Error(`no ${type}.${name}`);
  return found;
}

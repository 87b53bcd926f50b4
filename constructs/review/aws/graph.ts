import type { Edge, Graph, Unknown } from '../graph';
import type { Model } from '../model';
import { balancersOf } from './balancer';
import { CloudFront } from './cloud-front';
import { endpointsOf, unmetNeeds } from './endpoint';
import { entrances } from './entrance';
import { exitsOf } from './exit';
import { foreignEntrances } from './foreign-entrance';
import { httpApiEntrances } from './http-api';
import { Neighbours } from './neighbours';
import { type SecurityGroup, securityGroups } from './security-group';
import { announcedByName } from './service-connect';
import { type Store, storesOf } from './store';
import { Subnets } from './subnet';
import { type Member, Traffic } from './traffic';
import { whyNot } from './why-not';
import { type EcsWorkload, ecsWorkloads } from './workload';

/**
 * Who can reach whom on AWS: ECS services, their balancers, the caches and file systems that they call, and the way to what
 * they need of AWS itself.
 */
export function awsGraph(model: Model): Graph {
  const subnets = new Subnets(model);
  const groups = securityGroups(model);
  const traffic = new Traffic(groups, model.all(...networkLinks).length > 0);
  const workloads = ecsWorkloads(model, subnets);
  const stores = storesOf(model, subnets);
  const endpoints = endpointsOf(model, subnets);

  const entrance = entrancesOf(model, traffic, subnets, workloads);
  const exits = new Map(workloads.map((workload) => [workload, exitsOf(traffic, workload)]));
  const announced = announcedByName(model, traffic, workloads);
  return {
    workloads: nodesOf(workloads, stores),
    edges: [
      ...entrance.edges,
      ...foreignEntrances(model, workloads),
      ...betweenWorkloads(traffic, groups, workloads, stores),
    ],
    exits: [...exits.values()].flat(),
    broken: [
      ...entrance.broken,
      ...announced.broken,
      ...workloads.flatMap((workload) =>
        unmetNeeds(model, traffic, endpoints, workload, exits.get(workload) ?? []),
      ),
    ],
    unknowns: [...announced.unknowns, ...entrance.unknowns, ...unreadKinds(model)],
    whyNot: (from, to) => whyNot(traffic, [...workloads, ...stores], from, to),
  };
}

/** What the internet reaches through balancers, CloudFront and HTTP APIs. */
function entrancesOf(
  model: Model,
  traffic: Traffic,
  subnets: Subnets,
  workloads: readonly EcsWorkload[],
): Pick<Graph, 'edges' | 'broken' | 'unknowns'> {
  const balancers = balancersOf(model, subnets);
  const cloudFront = new CloudFront(model, traffic);
  const { edges, broken } = entrances(model, traffic, balancers, workloads, cloudFront);
  const apis = httpApiEntrances({ model, traffic, subnets, workloads });
  return {
    edges: [...edges, ...apis.edges],
    broken: [...broken, ...apis.broken],
    unknowns: [...cloudFront.unknowns(balancers), ...apis.unknowns],
  };
}

function nodesOf(workloads: readonly EcsWorkload[], stores: readonly Store[]): Graph['workloads'] {
  return [
    ...workloads.map(({ name, resource, containers }) => ({
      name,
      address: resource.address,
      port: containers?.flatMap(({ ports }) => ports)[0]?.port,
    })),
    ...stores.map(({ name, resource, port }) => ({ name, address: resource.address, port })),
  ];
}

/** A store answers and never calls. */
function betweenWorkloads(
  traffic: Traffic,
  groups: ReadonlyMap<string, SecurityGroup>,
  workloads: readonly EcsWorkload[],
  stores: readonly Store[],
): Edge[] {
  const callees: readonly Member[] = [...workloads, ...stores];
  const callers = new Set<Member>(workloads);
  const neighbours = new Neighbours(groups, callees);
  return callees.flatMap((callee) =>
    neighbours
      .of(callee)
      .filter((caller) => callers.has(caller))
      .flatMap((caller) =>
        traffic.between(caller, callee).map((way) => ({
          from: caller.name,
          to: callee.name,
          ...way,
        })),
      ),
  );
}

/** Kinds that connect networks in ways that are not read. */
const networkLinks = [
  'aws_vpc_peering_connection',
  'aws_vpc_peering_connection_accepter',
  'aws_ec2_transit_gateway_vpc_attachment',
  'aws_networkmanager_vpc_attachment',
  'aws_vpn_gateway',
];

/** Kinds that keep data and have security groups of their own. */
const unreadStores = [
  'aws_db_instance',
  'aws_db_proxy',
  'aws_docdb_cluster',
  'aws_elasticache_serverless_cache',
  'aws_elasticsearch_domain',
  'aws_memorydb_cluster',
  'aws_mq_broker',
  'aws_msk_cluster',
  'aws_neptune_cluster',
  'aws_opensearch_domain',
  'aws_rds_cluster',
  'aws_redshift_cluster',
];

/** Kinds that could change an answer and are not read, with the answer that they could change. */
const unreadKindReasons: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    networkLinks.map((kind) => [kind, 'connects networks in a way that is not read']),
  ),
  aws_api_gateway_vpc_link: 'may lead the public to a service',
  aws_globalaccelerator_endpoint_group: 'may lead the public to an internal balancer',
  aws_vpc_endpoint_service: 'may let other accounts reach a balancer',
  aws_vpclattice_service: 'may let services reach each other',
  aws_appmesh_virtual_node: 'may let services reach each other',
  aws_instance: 'runs something whose traffic is not read',
  aws_launch_template: 'may run something whose traffic is not read',
  aws_autoscaling_group: 'may run something whose traffic is not read',
  aws_lambda_function: 'runs something whose traffic is not read',
  aws_eks_cluster: 'runs something whose traffic is not read',
  aws_apprunner_service: 'runs something whose traffic is not read',
  aws_ecs_task_set: 'runs tasks beside those of its service, which are not read',
  aws_lb_target_group_attachment: 'sends requests to something whose traffic is not read',
  aws_elb: 'is a classic balancer, whose listeners are not read',
  ...Object.fromEntries(
    unreadStores.map((kind) => [
      kind,
      'is called over the network, and who reaches it is not read',
    ]),
  ),
  aws_lambda_function_url: 'may let the public call a function',
  aws_api_gateway_rest_api: 'may lead the public to a service',
  aws_networkfirewall_firewall: 'may stop traffic between networks and the internet',
};

function unreadKinds(model: Model): Unknown[] {
  return model
    .all(...Object.keys(unreadKindReasons))
    .map(({ address, type }) => ({ address, reason: unreadKindReasons[type] ?? '' }));
}

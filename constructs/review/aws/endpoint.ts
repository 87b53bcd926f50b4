import { internetShare } from '../address-range';
import type { Broken, Edge, Step } from '../graph';
import type { Model, Resource } from '../model';
import { includesPort } from '../port-range';
import { reachesInternet } from './exit';
import type { Subnets } from './subnet';
import type { Member, Traffic } from './traffic';
import { type EcsWorkload, identities } from './workload';

/** A private way to an AWS service. */
interface Endpoint extends Member {
  readonly resource: Resource;
  /** Short name of the service: `ecr.dkr`; undefined where it cannot be told. */
  readonly service: string | undefined;
  readonly vpc: string | undefined;
  readonly gateway: boolean;
  readonly privateNames: boolean | undefined;
  /** Route tables of a gateway; undefined where they cannot be told. */
  readonly routeTables: readonly string[] | undefined;
}

/** What a task needs of AWS before its first container runs. */
interface Need {
  readonly service: string;
  readonly purpose: string;
}

/** The endpoints of the stack. */
export function endpointsOf(model: Model, subnets: Subnets): Endpoint[] {
  return model.all('aws_vpc_endpoint').map((resource) => {
    const { block, address } = resource;
    const service = serviceOf(block.service_name);
    const kind = model.text(block.vpc_endpoint_type) ?? 'Gateway';
    return {
      name: service ?? address,
      resource,
      service,
      vpc: model.identity(block.vpc_id),
      gateway: kind === 'Gateway',
      privateNames: model.flag(block.private_dns_enabled, false),
      groups: identities(model, block.security_group_ids),
      subnets: identities(model, block.subnet_ids)?.map((identity) => subnets.of(identity)),
      routeTables: identities(model, block.route_table_ids),
    };
  });
}

/** Needs of Fargate tasks that neither an endpoint nor the internet meets: such a task never starts. */
export function unmetNeeds(
  model: Model,
  traffic: Traffic,
  endpoints: readonly Endpoint[],
  workload: EcsWorkload,
  exits: readonly Edge[],
): Broken[] {
  // through the internet everything is there; where the way out is not certain, neither is that it is missing
  const out = exits.filter(({ ports }) => includesPort(ports, 443));
  if (out.some((edge) => reachesInternet(edge) || edge.verdict === 'unknown')) return [];
  const networks = new Set((workload.subnets ?? []).map(({ vpc }) => vpc));
  if (networks.size === 0 || networks.has(undefined)) return [];
  return needsOf(model, workload).flatMap(({ service, purpose }) => {
    const offered = endpoints.filter(
      (endpoint) =>
        endpoint.vpc !== undefined &&
        networks.has(endpoint.vpc) &&
        (endpoint.service === service || endpoint.service === undefined),
    );
    const reasons = offered.map((endpoint) => reasonAgainst(traffic, workload, endpoint));
    if (reasons.includes(undefined)) return [];
    const reason =
      reasons[0] ??
      `there is no endpoint for ${service} in its network and no route to the internet; add an aws_vpc_endpoint for com.amazonaws.<region>.${service}, or a NAT gateway`;
    const announced: Step = { address: workload.resource.address, text: purpose };
    return [{ from: workload.name, to: service, port: 443, announced, reason }];
  });
}

function needsOf(model: Model, { containers, fargate, resource }: EcsWorkload): Need[] {
  if (!fargate) return [];
  const exec = model.flag(resource.block.enable_execute_command, false) === true;
  const needs = (containers ?? []).flatMap(({ image, logDriver, secretServices }): Need[] => [
    ...(isEcr(model, image) ? imageNeeds : []),
    ...(logDriver === 'awslogs' ? [{ service: 'logs', purpose: 'writes its logs' }] : []),
    ...secretServices.map((service) => ({ service, purpose: 'reads its secrets at the start' })),
  ]);
  if (exec) needs.push({ service: 'ssmmessages', purpose: 'lets people run commands' });
  return [...new Map(needs.map((need) => [need.service, need])).values()];
}

const imageNeeds: readonly Need[] = [
  { service: 'ecr.api', purpose: 'pulls its image' },
  { service: 'ecr.dkr', purpose: 'pulls its image' },
  // layers lie in a bucket
  { service: 's3', purpose: 'pulls the layers of its image' },
];

function isEcr(model: Model, image: unknown): boolean {
  const text = model.text(image) ?? String(image);
  return /\.dkr\.ecr\.|aws_ecr_/.test(text);
}

/** Why a task cannot use an endpoint, or undefined if it can or nobody can tell. */
function reasonAgainst(
  traffic: Traffic,
  workload: EcsWorkload,
  endpoint: Endpoint,
): string | undefined {
  const { service, resource } = endpoint;
  if (service === undefined) return undefined;
  if (endpoint.gateway) return reasonAgainstGateway(traffic, workload, endpoint);
  if (endpoint.privateNames === false) {
    return `${resource.address} answers to no private name, so that its name leads to the internet; set private_dns_enabled`;
  }
  if (traffic.between(workload, endpoint).some(({ ports }) => includesPort(ports, 443))) {
    return undefined;
  }
  return `the security groups do not let ${workload.name} reach ${resource.address} on port 443; let it out of the task's groups and into the endpoint's`;
}

/** A gateway works for the subnets whose route tables name it, and for rules that name its prefix list. */
function reasonAgainstGateway(
  traffic: Traffic,
  workload: EcsWorkload,
  { resource, routeTables }: Endpoint,
): string | undefined {
  const missing = (workload.subnets ?? []).find(
    ({ routeTable }) => routeTables && !(routeTable && routeTables.includes(routeTable)),
  );
  if (missing) {
    return `${resource.address} is not in the route table of ${missing.identity}; add that table to its route_table_ids`;
  }
  if (traffic.unknownRulesOf(workload) !== undefined) return undefined;
  const open = traffic.rulesOf(workload, 'egress').some(({ peer, ports }) => {
    if (ports && !includesPort(ports, 443)) return false;
    if (peer.kind === 'range') return internetShare([peer.range]) === 'all';
    return (
      peer.kind === 'unknown' || (peer.kind === 'prefix-list' && peer.list === resource.address)
    );
  });
  if (open) return undefined;
  return `no rule lets ${workload.name} out to the prefix list of ${resource.address} on port 443; add an egress rule with its prefix_list_id`;
}

/** `ecr.dkr` of `com.amazonaws.eu-west-1.ecr.dkr`, whose region may be an expression. */
function serviceOf(raw: unknown): string | undefined {
  if (typeof raw !== 'string') return undefined;
  const match = /^com\.amazonaws\.(?:\$\{[^}]*\}|[a-z0-9-]+)\.([a-z0-9.-]+)$/.exec(raw);
  return match?.[1];
}

import { type Broken, type Edge, outside, type Step, type Unknown } from '../graph';
import type { Model, Resource } from '../model';
import { includesPort, tcpPort } from '../port-range';
import { closedReason } from './entrance';
import type { Subnets } from './subnet';
import type { Member, Traffic } from './traffic';
import { type EcsWorkload, groupsOf, identities } from './workload';

/** What is known of the stack around an HTTP API. */
export interface HttpApiContext {
  /** The document. */
  readonly model: Model;

  /** What security groups let through. */
  readonly traffic: Traffic;

  /** Where its link stands. */
  readonly subnets: Subnets;

  /** The services that it may lead to. */
  readonly workloads: readonly EcsWorkload[];
}

/** The way of one route: from the API through its link to a service. */
interface Hop {
  readonly api: Resource;
  readonly route: Resource;
  readonly integration: Resource;
  readonly link: Member & { readonly resource: Resource };
  readonly workload: EcsWorkload;
  readonly port: number;
}

/**
 * The ways in through HTTP APIs of API Gateway: a route, its integration, a VPC link, and the tasks that ECS registers in
 * the Cloud Map service that the integration names. A link that leads elsewhere is not judged, and is said to be so.
 */
export function httpApiEntrances(context: HttpApiContext): {
  edges: Edge[];
  broken: Broken[];
  unknowns: Unknown[];
} {
  const { model } = context;
  const integrations = model.all('aws_apigatewayv2_integration');
  const hops = new Map(integrations.map((one) => [one, hopsOf(context, one)]));
  const all = [...hops.values()].flat();
  const unread = model.all('aws_apigatewayv2_vpc_link').filter(({ address }) => {
    const users = integrations.filter(
      ({ block }) => (model.identity(block.connection_id) ?? address) === address,
    );
    return users.length === 0 || users.some((one) => (hops.get(one) ?? []).length === 0);
  });
  return {
    edges: all.flatMap((hop) => edgesOf(context, hop)),
    broken: all.flatMap((hop) => brokenOf(context, hop)),
    unknowns: unread.map(({ address }) => ({
      address,
      reason: 'may lead the public to a service',
    })),
  };
}

function hopsOf({ model, subnets, workloads }: HttpApiContext, integration: Resource): Hop[] {
  const { block } = integration;
  const api = model.target(block.api_id);
  const link = model.target(block.connection_id);
  if (api?.type !== 'aws_apigatewayv2_api' || link?.type !== 'aws_apigatewayv2_vpc_link') return [];
  if (model.text(api.block.protocol_type) !== 'HTTP') return [];
  const places = identities(model, link.block.subnet_ids)?.map((one) => subnets.of(one));
  const member = {
    name: model.text(link.block.name) ?? link.address,
    resource: link,
    groups: groupsOf(model, link.block.security_group_ids, places),
    subnets: places,
  };
  const registry = model.identity(block.integration_uri);
  const targets = workloads.flatMap((workload) =>
    registry === undefined ? [] : registeredPorts(model, workload, registry),
  );
  return routesTo(model, integration).flatMap((route) =>
    targets.map((target) => ({ api, route, integration, link: member, ...target })),
  );
}

/** Routes of the API that send requests to an integration. */
function routesTo(model: Model, { address }: Resource): readonly Resource[] {
  return model.all('aws_apigatewayv2_route').filter(({ block }) => {
    const { target } = block;
    const [, id] = typeof target === 'string' ? (/^integrations\/(.+)$/.exec(target) ?? []) : [];
    return id !== undefined && model.identity(id) === address;
  });
}

/** The port that a service registers its tasks with in a service of Cloud Map. */
function registeredPorts(model: Model, workload: EcsWorkload, registry: string) {
  const blocks = model.blocks(workload.resource.block.service_registries) ?? [];
  return blocks
    .filter((block) => model.identity(block.registry_arn) === registry)
    .flatMap((block) => {
      const port = model.number(block.container_port) ?? model.number(block.port);
      return port === undefined ? [] : [{ workload, port }];
    });
}

function edgesOf({ model, traffic }: HttpApiContext, hop: Hop): Edge[] {
  const { api, route, integration, link, workload, port } = hop;
  const stage = model
    .all('aws_apigatewayv2_stage')
    .find(({ block }) => model.identity(block.api_id) === api.address);
  // its own address is the only one, unless a domain is mapped to it
  const mapped = model.all('aws_apigatewayv2_api_mapping').length > 0;
  const closed = model.flag(api.block.disable_execute_api_endpoint, false);
  if (!stage || (closed === true && !mapped)) return [];
  const ways = traffic.between(link, workload).filter(({ ports }) => includesPort(ports, port));
  const last = ways.find(({ verdict }) => verdict === 'reachable') ?? ways[0];
  if (!last) return [];
  const asked = model.text(route.block.authorization_type) ?? 'NONE';
  const steps: Step[] = [
    { address: api.address, text: 'has a public address' },
    { address: stage.address, text: `serves ${model.text(stage.block.name) ?? 'a stage'} of it` },
    {
      address: route.address,
      text: `takes ${model.text(route.block.route_key) ?? 'some requests'}${asked === 'NONE' ? '' : `, with authorization ${asked}`}`,
    },
    { address: integration.address, text: `sends it to port ${port} of ${workload.name}` },
    { address: link.resource.address, text: 'leads into the network' },
    ...last.steps,
  ];
  return [
    {
      from: outside.internet,
      to: workload.name,
      ports: tcpPort(port),
      through: `${model.text(api.block.name) ?? api.address}:443`,
      verdict: closed === false ? last.verdict : 'unknown',
      steps,
    },
  ];
}

function brokenOf({ traffic }: HttpApiContext, hop: Hop): Broken[] {
  const { integration, link, workload, port } = hop;
  const ways = traffic.between(link, workload);
  if (ways.some(({ ports }) => includesPort(ports, port))) return [];
  return [
    {
      from: link.name,
      to: workload.name,
      port,
      announced: { address: integration.address, text: 'sends requests there' },
      reason: closedReason(link.name, workload.name, port, ways),
    },
  ];
}

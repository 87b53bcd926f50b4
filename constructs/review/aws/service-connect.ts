import type { Broken, Unknown } from '../graph';
import { type AnnouncedCall, announcedCalls } from '../environment';
import type { Model } from '../model';
import { includesPort } from '../port-range';
import { dependsOn } from '../start-order';
import { closedReason } from './entrance';
import type { Traffic } from './traffic';
import type { EcsWorkload } from './workload';

/** A name under which a service is found. */
interface Alias {
  readonly namespace: string | undefined;
  readonly host: string;
  readonly port: number;
  readonly workload: EcsWorkload;
  /** Port of the container behind the name, or undefined where no mapping has the name. */
  readonly containerPort: number | undefined;
}

/** What the calls that variables announce come to. */
export function announcedByName(
  model: Model,
  traffic: Traffic,
  workloads: readonly EcsWorkload[],
): { broken: Broken[]; unknowns: Unknown[] } {
  const aliases = aliasesByName(model, workloads);
  const problems = workloads.flatMap((caller) =>
    callsOf(caller).flatMap((call) => {
      const callees = aliases.get(call.host);
      if (!callees) return unknownHost(caller, call, aliases);
      const reason = reasonAgainst(model, traffic, caller, call, callees);
      if (reason === undefined) return [];
      const text = `${call.variable} names ${call.host}:${call.port}`;
      const announced = { address: caller.resource.address, text };
      const to = callees[0]?.workload.name ?? call.host;
      return [{ from: caller.name, to, port: call.port, announced, reason }];
    }),
  );
  const unknowns = workloads
    .filter(({ containers }) => containers === undefined)
    .map(({ resource: { address } }) => ({
      address,
      reason: 'has containers that cannot be told, so that the calls they announce are not judged',
    }));
  return { broken: problems, unknowns };
}

function callsOf({ containers }: EcsWorkload): AnnouncedCall[] {
  return (containers ?? []).flatMap(({ variables }) => announcedCalls(variables));
}

/** A host without a dot is a name of this network or nobody's. */
function unknownHost(
  caller: EcsWorkload,
  { host, port, variable }: AnnouncedCall,
  aliases: ReadonlyMap<string, unknown>,
): Broken[] {
  const own = caller.containers?.some(({ ports }) => ports.some((own) => own.port === port));
  if (host.includes('.') || (host === 'localhost' && own === true)) return [];
  const names = [...aliases.keys()].sort();
  const known = names.length > 0 ? `use one of ${names.join(', ')}` : 'no service has a name';
  return [
    {
      from: caller.name,
      to: host,
      port,
      announced: { address: caller.resource.address, text: `${variable} names ${host}:${port}` },
      reason: `no service of this stack answers to ${host}; ${known}`,
    },
  ];
}

function reasonAgainst(
  model: Model,
  traffic: Traffic,
  caller: EcsWorkload,
  call: AnnouncedCall,
  named: readonly Alias[],
): string | undefined {
  const [connect] = model.blocks(caller.resource.block.service_connect_configuration) ?? [];
  if (!connect || model.flag(connect.enabled, true) === false) {
    return `${caller.name} is no client of Service Connect and cannot resolve ${call.host}; enable it on the service`;
  }
  const namespace = namespaceOf(model, caller, connect);
  const inReach = named.filter(
    (alias) =>
      alias.namespace === undefined || namespace === undefined || alias.namespace === namespace,
  );
  if (inReach.length === 0) {
    return `${call.host} is a name of another namespace; use the same namespace for both services`;
  }
  const alias = inReach.find(({ port }) => port === call.port);
  if (!alias) {
    const ports = inReach.map(({ port }) => port).join(', ');
    return `${call.host} answers on ${ports}, not on ${call.port}; correct the variable or the alias`;
  }
  if (alias.containerPort === undefined) {
    return `the name ${call.host} stands for a port mapping that the task of ${alias.workload.name} does not have; give the mapping that name`;
  }
  const ways = traffic.between(caller, alias.workload);
  if (!ways.some(({ ports }) => includesPort(ports, alias.containerPort ?? 0))) {
    return closedReason(caller.name, alias.workload.name, alias.containerPort, ways);
  }
  if (!dependsOn(model, caller.resource.address, alias.workload.resource.address)) {
    return `${caller.name} may start before ${alias.workload.name} exists, and a client only learns the names that exist when it starts; add ${alias.workload.resource.address} to its depends_on`;
  }
  return undefined;
}

function aliasesByName(model: Model, workloads: readonly EcsWorkload[]): Map<string, Alias[]> {
  const aliases = new Map<string, Alias[]>();
  for (const alias of workloads.flatMap((workload) => aliasesOf(model, workload))) {
    aliases.set(alias.host, [...(aliases.get(alias.host) ?? []), alias]);
  }
  return aliases;
}

function aliasesOf(model: Model, workload: EcsWorkload): Alias[] {
  const [connect] = model.blocks(workload.resource.block.service_connect_configuration) ?? [];
  if (!connect || model.flag(connect.enabled, true) === false) return [];
  const mappings = (workload.containers ?? []).flatMap(({ ports }) => ports);
  return (model.blocks(connect.service) ?? []).flatMap((service) => {
    const name = model.text(service.port_name);
    const mapped = mappings.find((mapping) => mapping.name === name)?.port;
    const clients = model.blocks(service.client_alias) ?? [];
    return clients.flatMap((client) => {
      const host = model.text(client.dns_name) ?? model.text(service.discovery_name) ?? name;
      const port = model.number(client.port);
      if (host === undefined || port === undefined) return [];
      const namespace = namespaceOf(model, workload, connect);
      return [{ namespace, host: host.toLowerCase(), port, workload, containerPort: mapped }];
    });
  });
}

/** The namespace of a service: its own, or the default of its cluster. */
function namespaceOf(
  model: Model,
  { resource }: EcsWorkload,
  connect: Readonly<Record<string, unknown>>,
): string | undefined {
  const own = model.identity(connect.namespace);
  if (own !== undefined) return own;
  const cluster = model.target(resource.block.cluster);
  const [defaults] = model.blocks(cluster?.block.service_connect_defaults) ?? [];
  return model.identity(defaults?.namespace);
}

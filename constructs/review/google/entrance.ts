import { type Broken, type Edge, outside, type Unknown } from '../graph';
import type { Model, Resource } from '../model';
import { allPorts, type PortRange, tcpPort } from '../port-range';
import { Armor } from './armor';
import { addressed, guarded } from './call';
import { all, closed, dark, type Finding, open } from './finding';
import type { Invokers } from './invoker';
import { backendIap, type BalancedWay, balancedWays } from './load-balancer';
import { Named } from './named';
import type { RunWorkload } from './workload';

/** What leads in from outside. */
export interface Entrances {
  /** The ways in. */
  readonly edges: readonly Edge[];

  /** Balancers that send requests where nobody takes them. */
  readonly broken: readonly Broken[];

  /** What of it cannot be told. */
  readonly unknowns: readonly Unknown[];
}

/** The ways in: straight to the run.app address of a service, and through load balancers. */
export function entrances(
  model: Model,
  invokers: Invokers,
  workloads: readonly RunWorkload[],
): Entrances {
  const { ways, unknowns } = balancedWays(model);
  const services = new Map(workloads.map((workload) => [workload.resource.address, workload]));
  const named = new Named(model, ['google_cloud_run_v2_service', 'google_cloud_run_service']);
  const armor = new Armor(model);
  const edges = workloads.flatMap((workload) => directEdges(invokers, workload));
  const broken = new Map<string, Broken>();
  const lost: Unknown[] = [];
  for (const way of ways) {
    const callee = serviceOf(model, named, services, way.group);
    if (callee === 'unknown') {
      const reason = 'may lead the public to a service that cannot be told';
      lost.push({ address: way.group.address, reason });
    }
    if (callee === 'unknown' || callee === 'none') continue;
    const finding = behind(model, armor, invokers, way, callee);
    if (finding.verdict !== 'closed') edges.push(edgeOf(callee, finding, way.through));
    else if (callee.ingress === 'internal' || callee.ingress === 'none') {
      broken.set(`${way.through} ${callee.resource.address}`, refused(way, callee));
    }
    if (backendIap(model, way.backend) !== false) {
      const reason = `lets in whoever Identity-Aware Proxy lets in, which is not read`;
      lost.push({ address: way.backend.address, reason });
    }
  }
  return { edges, broken: [...broken.values()], unknowns: [...unknowns, ...unique(lost)] };
}

/** Why the internet does not reach a service at its own address. */
export function direct(invokers: Invokers, callee: RunWorkload): Finding {
  const { ingress, name, resource } = callee;
  const { address } = resource;
  if (callee.kind === 'old service') {
    return dark('is a service of the old kind, whose traffic is not read', address);
  }
  const side =
    ingress === undefined
      ? dark('takes requests from a side that cannot be told', address)
      : ingress === 'all'
        ? open({ address, text: 'takes requests from everywhere' })
        : closed(`${name} does not take requests from the internet at its own address (ingress)`);
  const gate =
    callee.hasIap === true
      ? closed(`Identity-Aware Proxy stands before ${name}, and whom it lets in is not read`)
      : guarded(callee);
  return all(side, addressed(callee), gate, invokers.everyone(callee));
}

function directEdges(invokers: Invokers, callee: RunWorkload): Edge[] {
  if (callee.kind !== 'service' && callee.kind !== 'old service') return [];
  const finding = direct(invokers, callee);
  return finding.verdict === 'closed' ? [] : [edgeOf(callee, finding, undefined)];
}

function edgeOf(
  callee: RunWorkload,
  finding: Exclude<Finding, { readonly verdict: 'closed' }>,
  through: string | undefined,
): Edge {
  return {
    from: outside.internet,
    to: callee.name,
    ports: portsOf(callee),
    ...(through === undefined ? {} : { through }),
    verdict: finding.verdict === 'open' ? 'reachable' : 'unknown',
    steps: finding.steps,
  };
}

/** Port of a service; all where it cannot be told. */
export function portsOf({ port }: RunWorkload): PortRange {
  return port === undefined ? allPorts : tcpPort(port);
}

function behind(
  model: Model,
  armor: Armor,
  invokers: Invokers,
  { steps, group, backend }: BalancedWay,
  callee: RunWorkload,
): Finding {
  const { ingress, name, resource } = callee;
  const iap = backendIap(model, backend);
  const taken =
    ingress === undefined
      ? dark('takes requests from a side that cannot be told', resource.address)
      : ingress === 'all' || ingress === 'balancer'
        ? open({ address: resource.address, text: 'takes requests of load balancers' })
        : closed(`${name} takes no requests of load balancers`);
  return all(
    open(...steps, { address: group.address, text: `leads to ${name}` }),
    iap === false ? open() : closed(`Identity-Aware Proxy stands before ${name}`),
    armor.of(backend.block.security_policy),
    taken,
    callee.hasIap === true ? closed(`Identity-Aware Proxy stands before ${name}`) : guarded(callee),
    invokers.everyone(callee),
  );
}

function refused({ group, through }: BalancedWay, { name, port }: RunWorkload): Broken {
  return {
    from: through.replace(/:[^:]*$/, ''),
    to: name,
    port,
    announced: { address: group.address, text: 'sends requests there' },
    reason: `${name} takes no requests of load balancers; set its ingress to INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER`,
  };
}

/** The service behind a group of endpoints, `none` where it is something else or in another stack. */
function serviceOf(
  model: Model,
  named: Named,
  services: ReadonlyMap<string, RunWorkload>,
  { block }: Resource,
): RunWorkload | 'unknown' | 'none' {
  const runs = model.blocks(block.cloud_run);
  if (!runs) return 'unknown';
  const [run] = runs;
  if (!run) return 'none';
  const found = run.service === undefined ? undefined : named.of(run.service);
  if (!found) return 'unknown';
  const region = model.text(block.region);
  const callees = found.flatMap(({ address }) => services.get(address) ?? []);
  return callees.find(({ location }) => !region || !location || location === region) ?? 'none';
}

function unique(unknowns: readonly Unknown[]): Unknown[] {
  return [...new Map(unknowns.map((one) => [`${one.address} ${one.reason}`, one])).values()];
}

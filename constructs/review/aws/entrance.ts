import type { Broken, Edge, Step } from '../graph';
import type { Model } from '../model';
import { includesPort, printPorts, tcpPort } from '../port-range';
import type { Balancer, Forward, Listener } from './balancer';
import type { CloudFront } from './cloud-front';
import type { PublicWay, Traffic, Way } from './traffic';
import type { EcsWorkload } from './workload';

/** A service that a target group sends requests to. */
interface Target {
  readonly workload: EcsWorkload;

  /** Port of the task, or undefined where it cannot be told. */
  readonly port: number | undefined;
}

/** The ways in: through balancers and what leads to them, and straight to tasks with public addresses. */
export function entrances(
  model: Model,
  traffic: Traffic,
  balancers: readonly Balancer[],
  workloads: readonly EcsWorkload[],
  cloudFront: CloudFront,
): { edges: Edge[]; broken: Broken[] } {
  const targets = targetsByGroup(model, workloads);
  const reached = balancers.flatMap((balancer) => hopsOf(traffic, balancer, targets));
  const callers = new Map(
    balancers.map((balancer) => [
      balancer,
      [...callersOf(traffic, balancer, workloads), ...cloudFront.callersOf(balancer)],
    ]),
  );
  return {
    edges: [
      ...workloads.flatMap((workload) => directEdges(traffic, workload)),
      ...reached.flatMap((hop) => balancedEdges(model, callers.get(hop.balancer) ?? [], hop)),
    ],
    broken: reached.flatMap((hop) => brokenHops(model, hop)),
  };
}

interface Hop {
  readonly balancer: Balancer;
  readonly listener: Listener;
  readonly forward: Forward;
  readonly target: Target;
  readonly ways: readonly Way[];
}

function targetsByGroup(model: Model, workloads: readonly EcsWorkload[]): Map<string, Target[]> {
  const targets = new Map<string, Target[]>();
  for (const workload of workloads) {
    for (const block of model.blocks(workload.resource.block.load_balancer) ?? []) {
      const group = model.identity(block.target_group_arn);
      const port = model.number(block.container_port);
      if (group === undefined) continue;
      targets.set(group, [...(targets.get(group) ?? []), { workload, port }]);
    }
  }
  return targets;
}

/** Tasks with public addresses, which need no balancer to be reached. */
function directEdges(traffic: Traffic, workload: EcsWorkload): Edge[] {
  if (workload.publicAddress === false) return [];
  const gates = (workload.subnets ?? []).filter(({ wayOut }) => wayOut.kind === 'gateway');
  const dark = (workload.subnets ?? [undefined]).some(
    (subnet) => subnet === undefined || subnet.wayOut.kind === 'unknown',
  );
  if (gates.length === 0 && !dark) return [];
  const certain = gates.length > 0 && workload.publicAddress === true;
  return traffic.fromInternet(workload).map((way) => ({
    from: way.from,
    to: workload.name,
    ports: way.ports,
    verdict: certain ? way.verdict : 'unknown',
    steps: [
      { address: workload.resource.address, text: 'gives its tasks public addresses' },
      ...(gates[0]?.wayOut.steps ?? [{ text: 'the routes of its subnets cannot be told' }]),
      ...way.steps,
    ],
  }));
}

function hopsOf(
  traffic: Traffic,
  balancer: Balancer,
  targets: ReadonlyMap<string, readonly Target[]>,
): Hop[] {
  return balancer.listeners.flatMap((listener) =>
    listener.forwards.flatMap((forward) =>
      (targets.get(forward.targetGroup ?? '') ?? []).map((target) => ({
        balancer,
        listener,
        forward,
        target,
        ways: traffic.between(balancer, target.workload),
      })),
    ),
  );
}

/**
 * Everyone who can call some port of the balancer. A public one is called by its public addresses, also from within: as a
 * part of the internet, which needs no line of its own.
 */
function callersOf(
  traffic: Traffic,
  balancer: Balancer,
  workloads: readonly EcsWorkload[],
): PublicWay[] {
  if (balancer.public === true) return publicCallers(traffic, balancer);
  return [
    ...publicCallers(traffic, balancer),
    ...workloads.flatMap((caller) =>
      traffic.between(caller, balancer).map((way) => ({ ...way, from: caller.name })),
    ),
  ];
}

/** Everyone who can call the listener's port can call what it forwards to. */
function balancedEdges(model: Model, callers: readonly PublicWay[], hop: Hop): Edge[] {
  const { balancer, listener, target, ways } = hop;
  const { port } = target;
  const onward = ways.filter(({ ports }) => port === undefined || includesPort(ports, port));
  const last = onward.find(({ verdict }) => verdict === 'reachable') ?? onward[0];
  if (!last) return [];
  const steps = hopSteps(model, hop, last);
  return callers
    .filter(({ from }) => from !== target.workload.name)
    .filter(({ ports }) => listener.port === undefined || includesPort(ports, listener.port))
    .map((caller) => ({
      from: caller.from,
      to: target.workload.name,
      ports: port === undefined ? last.ports : tcpPort(port),
      through: [caller.before ?? [], `${balancer.name}:${listener.port ?? '?'}`]
        .flat()
        .join(' and '),
      verdict:
        port === undefined || [caller.verdict, last.verdict].includes('unknown')
          ? 'unknown'
          : 'reachable',
      steps: [...caller.steps, ...steps],
    }));
}

function publicCallers(traffic: Traffic, balancer: Balancer): PublicWay[] {
  if (balancer.public === false) return [];
  const routes = (balancer.subnets ?? []).map(({ wayOut }) => wayOut);
  const gate = routes.find(({ kind }) => kind === 'gateway');
  const dark = routes.length === 0 || routes.some(({ kind }) => kind === 'unknown');
  if (!gate && !dark) return [];
  const certain = gate !== undefined && balancer.public === true;
  return traffic.fromInternet(balancer).map((way) => ({
    ...way,
    verdict: certain ? way.verdict : 'unknown',
    steps: [
      { address: balancer.resource.address, text: `has public addresses` },
      ...(gate?.steps ?? [{ text: 'the routes of its subnets cannot be told' }]),
      ...way.steps,
    ],
  }));
}

function hopSteps(model: Model, { listener, forward, target }: Hop, last: Way): Step[] {
  const what = forward.condition ?? 'what no rule took';
  const group = forward.targetGroup ?? '';
  const port = target.port === undefined ? 'a port that cannot be told' : `port ${target.port}`;
  return [
    ...(forward.address === listener.address
      ? []
      : [{ address: listener.address, text: `listens on ${listener.port ?? 'some port'}` }]),
    { address: forward.address, text: `forwards ${what}` },
    ...(model.resources.has(group)
      ? [{ address: group, text: `sends it to ${port} of ${target.workload.name}` }]
      : []),
    ...last.steps,
  ];
}

/** A target group that the balancer cannot reach, for requests or for health checks. */
function brokenHops(model: Model, { balancer, forward, target, ways }: Hop): Broken[] {
  const group = model.resources.get(forward.targetGroup ?? '');
  const [check] = model.blocks(group?.block.health_check) ?? [];
  const checked = check && model.number(check.port);
  const enabled = check && model.flag(check.enabled, true) !== false;
  const ports = [
    ...(target.port === undefined ? [] : [{ port: target.port, what: 'requests' }]),
    ...(enabled && checked !== undefined && checked !== target.port
      ? [{ port: checked, what: 'health checks' }]
      : []),
  ];
  return ports
    .filter(({ port }) => !ways.some((way) => includesPort(way.ports, port)))
    .map(({ port, what }) => ({
      from: balancer.name,
      to: target.workload.name,
      port,
      announced: { address: forward.targetGroup ?? forward.address, text: `sends ${what} there` },
      reason: closedReason(balancer.name, target.workload.name, port, ways),
    }));
}

/** Why a port is closed, and what opens it. */
export function closedReason(from: string, to: string, port: number, ways: readonly Way[]): string {
  const open = [...new Set(ways.map(({ ports }) => printPorts(ports)))].join(', ');
  const found = open === '' ? 'no port' : `only ${open}`;
  return `the security groups open ${found} from ${from} to ${to}; let port ${port} out of the groups of ${from} and into those of ${to}`;
}

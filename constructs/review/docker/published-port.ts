import { parseRange, overlap } from '../address-range';
import { type Broken, type Edge, outside, someAddresses, type Step } from '../graph';
import { allPorts, type PortRange } from '../port-range';
import type { Container, PublishedPort } from './container';
import type { Attached, Memberships } from './membership';

/** The ways in: through ports of the machine, or as one with it. */
export function entrances(
  memberships: Memberships,
  containers: readonly Container[],
): { edges: Edge[]; broken: Broken[] } {
  const edges: Edge[] = [];
  const broken: Broken[] = [];
  for (const container of containers) {
    const attached = memberships.of(container);
    edges.push(...hostEdges(container, attached), ...unknownEdges(container));
    for (const port of attached.host ? [] : (container.ports ?? [])) {
      const reason = reasonAgainst(container, attached);
      if (reason === undefined) edges.push(portEdge(container, port, attached));
      else broken.push(brokenPort(container, port, reason));
    }
  }
  return { edges, broken };
}

/** On the machine's own network a container has whatever ports it opens. */
function hostEdges({ name, resource }: Container, { host }: Attached): Edge[] {
  if (!host) return [];
  const text = 'is on the network of the machine, so that every port that it opens is one of it';
  return [fromInternet(name, [{ address: resource.address, text }])];
}

function unknownEdges({ name, resource, ports, publishesAll }: Container): Edge[] {
  const { address } = resource;
  if (!ports)
    return [fromInternet(name, [{ address, text: 'publishes ports that cannot be told' }])];
  if (publishesAll === false) return [];
  const text = `${publishesAll === true ? 'publishes' : 'may publish'} every port that its image exposes, which is not read`;
  return [fromInternet(name, [{ address, text }])];
}

function fromInternet(to: string, steps: Step[]): Edge {
  return { from: outside.internet, to, ports: allPorts, verdict: 'unknown', steps };
}

function portEdge(container: Container, port: PublishedPort, attached: Attached): Edge {
  const { name, resource } = container;
  const { text, verdict } = wayThrough(attached);
  const certain = port.ip !== undefined && port.internal !== undefined && verdict === 'reachable';
  const host = `${port.ip === undefined ? '?' : port.ip || '0.0.0.0'}:${port.external ?? 'some port'}`;
  return {
    from: callerOf(port.ip),
    to: name,
    ports: portsOf(port),
    through: host,
    verdict: certain ? 'reachable' : 'unknown',
    steps: [
      { address: resource.address, text: `publishes port ${port.internal ?? '?'} as ${host}` },
      text,
    ],
  };
}

/** Who reaches an address of the machine. */
function callerOf(ip: string | undefined): string {
  const range = parseRange(ip ?? '');
  if (ip === undefined || ip === '' || ip === '0.0.0.0' || ip === '::') return outside.internet;
  const loopback = [parseRange('127.0.0.0/8'), parseRange('::1')];
  if (range && loopback.some((own) => own && overlap(own, range))) return outside.machine;
  return someAddresses([ip]);
}

function portsOf({ internal, protocol }: PublishedPort): PortRange {
  return internal === undefined
    ? { ...allPorts, protocol }
    : { protocol, from: internal, to: internal };
}

/** Published ports come in through any network that is not internal. */
function wayThrough({ members, unknown }: Attached): {
  text: Step;
  verdict: 'reachable' | 'unknown';
} {
  const open = members.find(({ network }) => network.internal === false)?.network;
  if (open) {
    const text = open.address ? 'is not internal, so that published ports work' : undefined;
    return {
      text: { address: open.address, text: text ?? `comes in through ${open.name}` },
      verdict: 'reachable',
    };
  }
  const dark = members.find(({ network }) => network.internal === undefined)?.network;
  const reason = dark?.strange ?? unknown ?? 'may have no way in';
  return { text: { address: dark?.address, text: reason }, verdict: 'unknown' };
}

/** Why nothing comes in through a published port, or undefined if it does or nobody can tell. */
function reasonAgainst({ name }: Container, { members, unknown }: Attached): string | undefined {
  if (unknown !== undefined || members.some(({ network }) => network.internal !== true)) {
    return undefined;
  }
  const networks = [...new Set(members.map(({ network }) => network.name))].sort().join(', ');
  const found = networks === '' ? 'on no network' : `only on internal networks (${networks})`;
  return `${name} is ${found}, which publish nothing; put it on one more network that is not internal`;
}

function brokenPort({ name, resource }: Container, port: PublishedPort, reason: string): Broken {
  return {
    from: callerOf(port.ip),
    to: name,
    port: port.internal,
    announced: { address: resource.address, text: `publishes port ${port.internal ?? '?'}` },
    reason,
  };
}

import { type AnnouncedCall, announcedCalls } from '../environment';
import type { Broken } from '../graph';
import type { Container } from './container';
import type { Attached, Member, Memberships } from './membership';

/** Who is found where. */
interface Directory {
  readonly byName: ReadonlyMap<string, readonly Member[]>;
  readonly byNetwork: ReadonlyMap<string, readonly Member[]>;
}

/** Names that a message lists at the most. */
const listedNames = 20;

/** Calls by name that the variables of containers announce and that cannot work. */
export function brokenCalls(memberships: Memberships, containers: readonly Container[]): Broken[] {
  const members = containers.flatMap((container) => memberships.of(container).members);
  const directory: Directory = {
    byName: grouped(members, ({ names }) => names),
    byNetwork: grouped(members, ({ network }) => [network.key]),
  };
  return containers.flatMap((caller) =>
    announcedCalls(caller.variables).flatMap((call) => {
      const attached = memberships.of(caller);
      const reason = isName(caller, call)
        ? reasonAgainst(caller, attached, call, directory)
        : undefined;
      if (reason === undefined) return [];
      const { host, port, variable } = call;
      const to = directory.byName.get(host)?.[0]?.container.name ?? host;
      const text = `${variable} names ${host}:${port}`;
      return [
        {
          from: caller.name,
          to,
          port,
          announced: { address: caller.resource.address, text },
          reason,
        },
      ];
    }),
  );
}

/** A host with a dot is an address or a name of the internet; localhost is the container itself. */
function isName({ hosts }: Container, { host }: AnnouncedCall): boolean {
  const written = hosts.some((name) => name.toLowerCase() === host);
  return !written && host !== 'localhost' && !/[.:]/.test(host);
}

function reasonAgainst(
  caller: Container,
  attached: Attached,
  { host }: AnnouncedCall,
  { byName, byNetwork }: Directory,
): string | undefined {
  const { members, unknown } = attached;
  const own = new Set(members.map(({ network }) => network.key));
  const named = byName.get(host.toLowerCase()) ?? [];
  const near = named.filter(({ network }) => own.has(network.key));
  if (near.some(({ network }) => network.resolvesNames && network.connects !== false)) {
    return undefined;
  }
  // a network that was made elsewhere may have containers that are not in the stack
  const dark = unknown !== undefined || members.some(({ network }) => network.strange);
  if (dark || attached.host) return attached.host && !dark ? hostReason(caller, host) : undefined;
  const [apart] = near.filter(({ network }) => network.connects === false);
  if (apart) {
    return `${apart.network.name} keeps its containers apart (enable_icc is false); turn that off, or use another network`;
  }
  if (near.length > 0) {
    return `both are on the default bridge, which resolves no names; put both on a docker_network`;
  }
  const [first] = named;
  if (first) {
    return `${caller.name} shares no network with ${first.container.name}; put both on one in 'networks_advanced'`;
  }
  return noSuchName(host, members, byNetwork);
}

function hostReason({ name }: Container, host: string): string {
  return `${name} is on the network of the machine, where no container has a name; put it on a network with ${host}`;
}

function noSuchName(
  host: string,
  members: readonly Member[],
  byNetwork: ReadonlyMap<string, readonly Member[]>,
): string {
  const others = members
    .filter(({ network }) => network.resolvesNames)
    .flatMap(({ network }) => byNetwork.get(network.key) ?? []);
  const near = [...new Set(others.flatMap(({ names }) => names))].sort().slice(0, listedNames);
  const known =
    near.length > 0 ? `use one of ${near.join(', ')}` : 'it is on no network with names';
  return `no container of this stack is called ${host}; ${known}`;
}

function grouped(
  members: readonly Member[],
  keys: (member: Member) => readonly string[],
): Map<string, Member[]> {
  const groups = new Map<string, Member[]>();
  for (const member of members) {
    for (const key of new Set(keys(member))) {
      const group = groups.get(key);
      if (group) group.push(member);
      else groups.set(key, [member]);
    }
  }
  return groups;
}

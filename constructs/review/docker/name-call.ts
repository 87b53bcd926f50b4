import { type AnnouncedCall, announcedCalls } from '../environment';
import type { Broken } from '../graph';
import type { Container } from './container';
import type { Attached, Member, Memberships } from './membership';

/** Calls by name that the variables of containers announce and that cannot work. */
export function brokenCalls(memberships: Memberships, containers: readonly Container[]): Broken[] {
  const members = containers.flatMap((container) => memberships.of(container).members);
  const names = new Map<string, Member[]>();
  for (const member of members) {
    for (const name of new Set(member.names)) {
      const known = names.get(name);
      if (known) known.push(member);
      else names.set(name, [member]);
    }
  }
  return containers.flatMap((caller) =>
    announcedCalls(caller.variables).flatMap((call) => {
      const attached = memberships.of(caller);
      const reason = isName(caller, call)
        ? reasonAgainst(caller, attached, call, names)
        : undefined;
      if (reason === undefined) return [];
      const { host, port, variable } = call;
      const to = names.get(host)?.[0]?.container.name ?? host;
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
  names: ReadonlyMap<string, readonly Member[]>,
): string | undefined {
  const { members, unknown } = attached;
  const own = new Set(members.map(({ network }) => network.key));
  const named = names.get(host.toLowerCase()) ?? [];
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
  return noSuchName(host, members, names);
}

function hostReason({ name }: Container, host: string): string {
  return `${name} is on the network of the machine, where no container has a name; put it on a network with ${host}`;
}

function noSuchName(
  host: string,
  members: readonly Member[],
  names: ReadonlyMap<string, readonly Member[]>,
): string {
  const own = new Set(members.map(({ network }) => network.key));
  const near = [...names]
    .filter(([, named]) => named.some(({ network }) => own.has(network.key)))
    .map(([name]) => name)
    .sort();
  const known =
    near.length > 0 ? `use one of ${near.join(', ')}` : 'it is on no network with names';
  return `no container of this stack is called ${host}; ${known}`;
}

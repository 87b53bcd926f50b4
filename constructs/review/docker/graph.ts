import type { Graph, Unknown } from '../graph';
import type { Model } from '../model';
import { type Container, containersOf } from './container';
import { exitsOf } from './exit';
import { type Attached, Memberships } from './membership';
import { brokenCalls } from './name-call';
import { betweenContainers } from './neighbour';
import { Networks } from './network';
import { entrances } from './published-port';

/** Who can reach whom on Docker engines: a network connects its containers both ways and on every port. */
export function dockerGraph(model: Model): Graph {
  const containers = containersOf(model);
  const memberships = new Memberships(containers, new Networks(model));
  const entrance = entrances(memberships, containers);
  const byName = new Map(containers.map((container) => [container.name, container]));
  return {
    workloads: containers.map(({ name, resource, ports }) => ({
      name,
      address: resource.address,
      port: ports?.[0]?.internal,
    })),
    edges: [...entrance.edges, ...betweenContainers(memberships, containers)],
    exits: containers.flatMap((container) => exitsOf(container, memberships.of(container))),
    broken: [...entrance.broken, ...brokenCalls(memberships, containers)],
    unknowns: [
      ...containers.flatMap((container) => unknownOf(container, memberships.of(container))),
      ...unreadKinds(model),
    ],
    whyNot: (from, to) => {
      const [caller, callee] = [byName.get(from), byName.get(to)];
      if (!caller || !callee) return undefined;
      return `${from} is on ${placesOf(memberships.of(caller))} and ${to} on ${placesOf(memberships.of(callee))}`;
    },
  };
}

function unknownOf({ resource }: Container, { unknown }: Attached): Unknown[] {
  if (unknown === undefined) return [];
  const reason = `${unknown}, so that its ways are not all known`;
  return [{ address: resource.address, reason }];
}

function placesOf({ members, host }: Attached): string {
  if (host) return 'the network of the machine';
  const names = [...new Set(members.map(({ network }) => network.name))].sort();
  return names.length > 0 ? names.join(', ') : 'no network';
}

/** Kinds that could change an answer and are not read, with the answer that they could change. */
const unreadKindReasons: Readonly<Record<string, string>> = {
  docker_service: 'runs containers on a swarm, whose traffic is not read',
  docker_compose: 'runs containers of a file that is not read',
};

function unreadKinds(model: Model): Unknown[] {
  return model
    .all(...Object.keys(unreadKindReasons))
    .map(({ address, type }) => ({ address, reason: unreadKindReasons[type] ?? '' }));
}

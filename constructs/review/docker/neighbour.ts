import type { Edge, Step } from '../graph';
import { allPorts } from '../port-range';
import type { Container } from './container';
import type { Attached, Member, Memberships } from './membership';

/** The ways between containers: those on one network or in one namespace reach each other on every port, both ways. */
export function betweenContainers(
  memberships: Memberships,
  containers: readonly Container[],
): Edge[] {
  const attached = containers.map((container) => ({ container, ...memberships.of(container) }));
  const networks = groups(
    attached.flatMap(({ members }) => members),
    ({ network }) => network.key,
  );
  const namespaces = groups(attached, ({ owner }) => owner.resource.address);
  const hosts = groups(
    attached.filter(({ host }) => host),
    ({ owner }) => owner.engine,
  );
  return [
    ...[...networks].flatMap(networkEdges),
    ...[...namespaces].flatMap((group) => pairs(group, ({ owner }) => namespaceSteps(owner))),
    ...[...hosts].flatMap((group) => pairs(group, () => [{ text: 'both are on the machine' }])),
  ];
}

function networkEdges(members: readonly Member[]): Edge[] {
  const [first] = members;
  if (first?.network.connects === false) return [];
  return members.flatMap((caller) =>
    members
      .filter((callee) => callee.container !== caller.container)
      .map((callee) => ({
        from: caller.container.name,
        to: callee.container.name,
        ports: allPorts,
        verdict: caller.network.connects === true ? 'reachable' : 'unknown',
        steps: networkSteps(caller, callee),
      })),
  );
}

function networkSteps({ container, network }: Member, callee: Member): Step[] {
  const on = `is on ${network.name}`;
  return [
    { address: container.resource.address, text: on },
    ...(network.address !== undefined || network.strange !== undefined
      ? [{ address: network.address, text: network.strange ?? connectingText(network.connects) }]
      : []),
    { address: callee.container.resource.address, text: `${on} as well` },
  ];
}

function connectingText(connects: boolean | undefined): string {
  return connects === undefined
    ? 'may keep its containers apart'
    : 'lets its containers reach each other on every port';
}

function namespaceSteps(owner: Container): Step[] {
  return [{ address: owner.resource.address, text: 'shares its network namespace with both' }];
}

function pairs<Item extends { readonly container: Container } & Attached>(
  items: readonly Item[],
  steps: (item: Item) => Step[],
): Edge[] {
  return items.flatMap((caller) =>
    items
      .filter((callee) => callee.container !== caller.container)
      .map((callee) => ({
        from: caller.container.name,
        to: callee.container.name,
        ports: allPorts,
        verdict: 'reachable' as const,
        steps: steps(caller),
      })),
  );
}

function groups<Item>(items: readonly Item[], key: (item: Item) => string): Item[][] {
  const found = new Map<string, Item[]>();
  for (const item of items) {
    const group = found.get(key(item));
    if (group) group.push(item);
    else found.set(key(item), [item]);
  }
  return [...found.values()];
}

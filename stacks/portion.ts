import type { System } from '../constructs/core';

/**
 * The part of a system that a platform without backings runs: a cache may be missing, so its callers stay and do without
 * it, once; what keeps files or reads a bucket is left out, with everything that calls it and every route to it.
 */
export function withoutBackings(system: System): System {
  const { workloads, backings, connections, backingConnections, routes } = system;
  const left = new Set(
    backingConnections.filter(({ to }) => backings[to]?.kind !== 'cache').map(({ from }) => from),
  );
  // a caller may be declared before its callee: again until nothing changes
  for (let size = -1; size !== left.size;) {
    size = left.size;
    for (const { from, to } of connections) if (left.has(to)) left.add(from);
  }
  return {
    workloads: Object.fromEntries(Object.entries(workloads).filter(([name]) => !left.has(name))),
    backings: {},
    connections: connections.filter(({ from }) => !left.has(from)),
    backingConnections: [],
    routes: routes.filter(({ target }) => !left.has(target)),
  };
}

import type { Edge } from '../../constructs/core/connection';
import type { Workload } from '../../constructs/core/workload';
import { system } from '../../services/system';
import { environments } from '../../stacks/config';
import type { ExpectedTasks } from './checks/services';

/** The way in, which is a service but no workload. */
const proxy = 'reverse-proxy';

/** The declared workloads by name. */
export const workloads: Readonly<Record<string, Workload>> = system.workloads;

/** Tasks that each service of an environment must have: where nothing else is said, two. */
export function expectedTasks(environment: string): ExpectedTasks {
  const sizes: Readonly<Record<string, { readonly scaling?: { readonly minTasks: number } }>> =
    environments[environment]?.services ?? {};
  const names = [...Object.keys(workloads), proxy];
  return Object.fromEntries(names.map((name) => [name, sizes[name]?.scaling?.minTasks ?? 2]));
}

/** Every call that the declaration allows: between services, from the proxy along each route, and into the proxy. */
export const expectedCalls: readonly Edge[] = [
  ...system.connections.map(({ from, to }) => ({ from, to })),
  ...[...new Set(system.routes.map(({ target }) => target))].map((to) => ({ from: proxy, to })),
  { from: 'load balancer', to: proxy },
];

import type { Edge } from '../../constructs/core/connection';
import type { Workload } from '../../constructs/core/workload';
import { system as whole } from '../../services/system';
import { environments } from '../../stacks/config';
import { withoutBackings } from '../../stacks/portion';
import type { ExpectedTasks } from './checks/services';

/** What ECS runs of the system. */
const system = withoutBackings(whole);

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

/** Names of the entries in Secrets Manager that each service gets: its own, and for the proxy the logins of routes. */
export function expectedSecrets(environment: string): Record<string, string[]> {
  const logins = system.routes.flatMap(({ access }) => (access.login ? [access.login] : []));
  const own = Object.entries(workloads).map(
    ([name, { secrets = {} }]) => [name, Object.values(secrets)] as const,
  );
  return Object.fromEntries(
    [...own, [proxy, logins] as const].map(([name, secrets]) => [
      name,
      [...new Set(secrets.map((secret) => `${environment}/${secret.name}`))],
    ]),
  );
}

/** Every call that the declaration allows: between services, from the proxy along each route, and into the proxy. */
export const expectedCalls: readonly Edge[] = [
  ...system.connections.map(({ from, to }) => ({ from, to })),
  ...[...new Set(system.routes.map(({ target }) => target))].map((to) => ({ from: proxy, to })),
  { from: 'load balancer', to: proxy },
];

import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { LogQueryName } from '../../constructs/aws/log-query';
import type { Edge } from '../../constructs/core/connection';
import { resolveWorkload, type Workload } from '../../constructs/core/workload';
import { proxyImage, system } from '../../services/system';
import { environments, project } from '../../stacks/config';
import type { ExpectedContent } from './checks/bucket';
import type { ExpectedFiles } from './checks/files';
import type { ExpectedTasks } from './checks/services';

/** The way in, which is a service but no workload. */
const proxy = 'reverse-proxy';

/** The declared workloads by name. */
export const workloads: Readonly<Record<string, Workload>> = system.workloads;

/** Repository of each service's image: two services may run the same one. */
export const repositories: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(workloads).map(([name, { image }]) => [name, image.name])),
  [proxy]: proxyImage.name,
};

/** Tasks that each service of an environment must have: where nothing else is said, two. */
export function expectedTasks(environment: string): ExpectedTasks {
  const sizes: Readonly<Record<string, { readonly scaling?: { readonly minTasks: number } }>> =
    environments[environment]?.services ?? {};
  const names = [...Object.keys(workloads), proxy];
  return Object.fromEntries(names.map((name) => [name, sizes[name]?.scaling?.minTasks ?? 2]));
}

/** Names of the queries that a stack saves. */
export function expectedQueries(stack: string): readonly string[] {
  const asked: readonly LogQueryName[] = [
    'entrance-errors',
    'errors-by-service',
    'request-by-id',
    'slow-requests',
    'task-starts-and-stops',
  ];
  return asked.map((query) => `${project}/${stack}/${query}`);
}

const ofKind = (kind: 'bucket' | 'cache' | 'files') =>
  system.backingConnections.filter(({ to }) => system.backings[to]?.kind === kind);

/** The service that writes the files, and what it calls them. */
export const expectedFiles: ExpectedFiles = writerOfFiles();

/** Services that use the cache. */
export const cacheCallers: readonly string[] = ofKind('cache').map(({ from }) => from);

/** Each file of the bucket's folder, and the part of it that each caller reads: the folder with its name. */
export const expectedContent: ExpectedContent = {
  content: filesBelow('services/static-site/pages'),
  prefixes: Object.fromEntries(ofKind('bucket').map(({ from }) => [from, from])),
};

/** Names of the backings that have a security group: a bucket has none. */
export const backings: readonly string[] = Object.entries(system.backings).flatMap(
  ([name, { kind }]) => (kind === 'bucket' ? [] : [name]),
);

/** Services that never run twice, deployments included, since they alone write files. */
export const singleWriters: readonly string[] = ofKind('files').flatMap(({ from, to }) => {
  const backing = system.backings[to];
  return backing?.kind === 'files' && backing.singleWriter ? [from] : [];
});

/**
 * Names of the entries in Secrets Manager that each service gets: its own, the passwords of its caches, and for the proxy
 * the logins of routes.
 */
export function expectedSecrets(environment: string): Record<string, string[]> {
  const logins = system.routes.flatMap(({ access }) => (access.login ? [access.login] : []));
  const own = Object.entries(workloads).map(
    ([name, { secrets = {} }]) =>
      [name, [...Object.values(secrets), ...passwordsOf(name)]] as const,
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
  ...[...ofKind('cache'), ...ofKind('files')].map(({ from, to }) => ({ from, to })),
  { from: 'load balancer', to: proxy },
];

function writerOfFiles(): ExpectedFiles {
  const [connection] = ofKind('files');
  const workload = workloads[connection?.from ?? ''];
  if (!connection || !workload) throw new Error('the system keeps no files');
  return { caller: connection.from, user: resolveWorkload(workload).user, name: connection.to };
}

function filesBelow(folder: string): string[] {
  const inside = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = inside.filter((entry) => entry.isFile() && !entry.name.startsWith('.'));
  return files.map(({ parentPath, name }) => relative(folder, join(parentPath, name)));
}

function passwordsOf(workload: string): { readonly name: string }[] {
  const caches = ofKind('cache').filter(({ from }) => from === workload);
  return caches.map(({ to }) => ({ name: `${to}-password` }));
}

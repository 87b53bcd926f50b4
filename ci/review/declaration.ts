import type { DeclaredCall } from '../../constructs/review/comparison';
import { system } from '../../services/system';
import type { Backing, System } from '../../constructs/core';
import { cachePort } from '../../constructs/core/backing';

/** Where a system is rendered to. */
export interface Rendering {
  /** What stands in front of each name. */
  readonly prefix: string;

  /** Who comes in, and at which ports of the proxy. */
  readonly entrance: { readonly from: string; readonly ports: readonly number[] };

  /**
   * Port of the file systems that a network leads to.
   *
   * @default - files are mounted, and no network leads to them
   */
  readonly filesPort?: number;
}

/** Name of the proxy, which the routes imply and no declaration lists. */
const proxy = 'reverse-proxy';

/** Every call that a declaration allows, in the names of one rendering. */
export function declaredCalls(rendering: Rendering, declared: System = system): DeclaredCall[] {
  const named = (name: string): string => `${rendering.prefix}${name}`;
  const call = (from: string, to: string): DeclaredCall => {
    const port = declared.workloads[to]?.port ?? backingPort(declared.backings[to], rendering);
    if (port === undefined) throw new Error(`no workload is named ${to}`);
    return { from: named(from), to: named(to), port };
  };
  const stores = declared.backingConnections.filter(
    ({ to }) => backingPort(declared.backings[to], rendering) !== undefined,
  );
  const targets = [...new Set(declared.routes.map(({ target }) => target))];
  const { from, ports } = rendering.entrance;
  return [
    ...ports.map((port) => ({ from, to: named(proxy), port })),
    ...targets.map((target) => call(proxy, target)),
    ...[...declared.connections, ...stores].map(({ from, to }) => call(from, to)),
  ];
}

/** Port under which a network leads to a backing; a bucket is mounted, or a service of the cloud that many share. */
function backingPort(backing: Backing | undefined, { filesPort }: Rendering): number | undefined {
  if (backing?.kind === 'cache') return cachePort;
  return backing?.kind === 'files' ? filesPort : undefined;
}

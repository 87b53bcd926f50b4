import type { DeclaredCall } from '../../constructs/review/comparison';
import { system } from '../../services/system';
import type { System } from '../../constructs/core';
import { cachePort } from '../../constructs/core/backing';

/** Where a system is rendered to. */
export interface Rendering {
  /** What stands in front of each name. */
  readonly prefix: string;

  /** Who comes in, and at which ports of the proxy. */
  readonly entrance: { readonly from: string; readonly ports: readonly number[] };

  /**
   * What the platform runs of the system.
   *
   * @default - all of it
   */
  readonly declared?: System;
}

/** Name of the proxy, which the routes imply and no declaration lists. */
const proxy = 'reverse-proxy';

/** Every call that a declaration allows, in the names of one rendering. */
export function declaredCalls(rendering: Rendering, all: System = system): DeclaredCall[] {
  const declared = rendering.declared ?? all;
  const named = (name: string): string => `${rendering.prefix}${name}`;
  const call = (from: string, to: string): DeclaredCall => {
    const cache = declared.backings[to]?.kind === 'cache' ? cachePort : undefined;
    const port = declared.workloads[to]?.port ?? cache;
    if (port === undefined) throw new Error(`no workload is named ${to}`);
    return { from: named(from), to: named(to), port };
  };
  // files and buckets are mounted: no network leads to them
  const caches = declared.backingConnections.filter(
    ({ to }) => declared.backings[to]?.kind === 'cache',
  );
  const targets = [...new Set(declared.routes.map(({ target }) => target))];
  const { from, ports } = rendering.entrance;
  return [
    ...ports.map((port) => ({ from, to: named(proxy), port })),
    ...targets.map((target) => call(proxy, target)),
    ...[...declared.connections, ...caches].map(({ from, to }) => call(from, to)),
  ];
}

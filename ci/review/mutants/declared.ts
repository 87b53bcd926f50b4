import type { System } from '../../../constructs/core';
import { system } from '../../../services/system';
import { declaredCalls } from '../declaration';
import { nfsPort } from '../rendered';

const entrance = { from: '', ports: [] };

/** What one cloud makes of the system, for mutants that change much at once. */
class OnCloud {
  /** What runs, the proxy included. */
  public readonly services: readonly string[];

  /** Who calls whom. */
  public readonly calls: readonly {
    readonly from: string;
    readonly to: string;
    readonly port: number;
  }[];

  constructor(filesPort?: number) {
    this.services = [...Object.keys(system.workloads), 'reverse-proxy'];
    this.calls = declaredCalls({ prefix: '', entrance, filesPort }).map(({ from, to, port }) => ({
      from,
      to,
      port,
    }));
  }

  /** Port of a service. */
  public portOf(name: string): number {
    return (system as System).workloads[name]?.port ?? 8080;
  }

  /** Every service but these. */
  public othersThan(...names: readonly string[]): string[] {
    return this.services.filter((name) => !names.includes(name));
  }

  /** Every service that is connected to a backing of this kind. */
  public usersOf(kind: 'cache' | 'files' | 'bucket'): string[] {
    const { backings, backingConnections } = system as System;
    return backingConnections.flatMap(({ from, to }) =>
      backings[to]?.kind === kind ? [from] : [],
    );
  }
}

/** On ECS a network leads to the files. */
export const onAws = new OnCloud(nfsPort);

/** On Cloud Run no network leads to the files. */
export const onGoogle = new OnCloud();

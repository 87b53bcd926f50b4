import type { System } from '../../../constructs/core';
import { system } from '../../../services/system';
import { declaredCalls } from '../declaration';
import { nfsPort } from '../rendered';

const entrance = { from: '', ports: [] };

/** What one cloud runs of the system, for mutants that change much at once. */
class DeclaredPart {
  /** What runs, the proxy included. */
  public readonly services: readonly string[];

  /** Who calls whom. */
  public readonly calls: readonly {
    readonly from: string;
    readonly to: string;
    readonly port: number;
  }[];

  constructor(
    private readonly declared: System,
    filesPort?: number,
  ) {
    this.services = [...Object.keys(declared.workloads), 'reverse-proxy'];
    this.calls = declaredCalls({ prefix: '', entrance, declared, filesPort }).map(
      ({ from, to, port }) => ({ from, to, port }),
    );
  }

  /** Port of a service. */
  public portOf(name: string): number {
    return this.declared.workloads[name]?.port ?? 8080;
  }

  /** Every service but these. */
  public othersThan(...names: readonly string[]): string[] {
    return this.services.filter((name) => !names.includes(name));
  }

  /** Every service that is connected to a backing of this kind. */
  public usersOf(kind: 'cache' | 'files' | 'bucket'): string[] {
    const { backings, backingConnections } = this.declared;
    return backingConnections.flatMap(({ from, to }) =>
      backings[to]?.kind === kind ? [from] : [],
    );
  }
}

/** What ECS runs: all of it. */
export const onAws = new DeclaredPart(system, nfsPort);

/** What Cloud Run runs: all of it, with files that no network leads to. */
export const onGoogle = new DeclaredPart(system);

import type { System } from '../../../constructs/core';
import { system } from '../../../services/system';
import { withoutBackings } from '../../../stacks/portion';
import { declaredCalls } from '../declaration';

const entrance = { from: '', ports: [] };

/** What a cloud runs of the system, in plain names. */
function partOf(declared: System) {
  const services: readonly string[] = [...Object.keys(declared.workloads), 'reverse-proxy'];
  const calls = declaredCalls({ prefix: '', entrance, declared }).map(({ from, to, port }) => ({
    from,
    to,
    port,
  }));
  return {
    /** What runs, the proxy included. */
    services,
    /** Who calls whom. */
    calls,
    /** Port of a service. */
    portOf: (name: string): number => declared.workloads[name]?.port ?? 8080,
    /** Every service but these. */
    othersThan: (...names: readonly string[]): string[] =>
      services.filter((name) => !names.includes(name)),
  };
}

/** What runs on Google Cloud. */
export const google = partOf(system);

/** What runs on AWS. */
export const { services, calls, portOf, othersThan } = partOf(withoutBackings(system));

import { type Comparison, compare } from '../../constructs/review/comparison';
import type { Graph } from '../../constructs/review/graph';
import { printPorts } from '../../constructs/review/port-range';
import { declaredCalls } from './declaration';
import type { RenderedSystem } from './rendered';

/** Compares the computed graph of a stack with the declaration of the system. */
export function agreementOf(rendered: RenderedSystem, graph: Graph): Comparison {
  return compare(declaredCalls(rendered), graph.edges, rendered.limits);
}

/** Whether exactly what is declared is reachable, and nothing is broken or unknown. */
export function isEqual({ missing, extra }: Comparison, { broken, unknowns }: Graph): boolean {
  return [missing, extra, broken, unknowns].every((list) => list.length === 0);
}

/** The comparison in words: one line if both are equal, else one for each difference. */
export function printAgreement(stack: string, graph: Graph, comparison: Comparison): string {
  const { missing, extra, confirmed, inevitable } = comparison;
  if (isEqual(comparison, graph)) {
    const back =
      inevitable.length > 0
        ? ` (and ${inevitable.length} back the same way: a Docker network has no direction and no ports)`
        : '';
    return `${stack}: what is reachable equals services/system.ts, ${confirmed.length} ways, no more and no less${back}`;
  }
  return [
    `${stack}: what is reachable differs from services/system.ts`,
    ...missing.map(({ from, to, port }) => `  missing  ${from} -> ${to}:${port}`),
    ...extra.map(
      (edge) => `  extra    ${edge.from} -> ${edge.to} ${printPorts(edge.ports)} (${edge.verdict})`,
    ),
    ...graph.broken.map(({ from, to, reason }) => `  broken   ${from} -> ${to}: ${reason}`),
    ...graph.unknowns.map(({ address, reason }) => `  unknown  ${address} ${reason}`),
  ].join('\n');
}

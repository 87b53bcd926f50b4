import type { Edge, Graph } from '../graph';
import { printPorts } from '../port-range';

/** The report for programs: one entry for each stack, in the order of their names. */
export function jsonReport(graphs: ReadonlyMap<string, Graph>): string {
  const stacks = [...graphs].map(([name, graph]) => [
    name,
    {
      workloads: graph.workloads,
      edges: graph.edges.map(jsonEdge),
      exits: graph.exits.map(jsonEdge),
      broken: graph.broken,
      unknowns: graph.unknowns,
    },
  ]);
  return JSON.stringify({ version: 1, stacks: Object.fromEntries(stacks) as object }, null, 2);
}

function jsonEdge({ from, to, ports, through, verdict, steps }: Edge): object {
  return { from, to, ports: printPorts(ports), through, verdict, steps };
}

import type { Edge, Graph } from '../graph';
import type { Verdict } from '../waivers/ledger';
import { printPorts } from '../port-range';
import type { Finding } from '../rule';

/** The report for programs: one entry for each stack, in the order of their names. */
export function jsonReport(
  graphs: ReadonlyMap<string, Graph>,
  verdicts: ReadonlyMap<string, Verdict> = new Map(),
): string {
  const stacks = [...graphs].map(([name, graph]) => {
    const verdict = verdicts.get(name);
    return [
      name,
      {
        workloads: graph.workloads,
        edges: graph.edges.map(jsonEdge),
        exits: graph.exits.map(jsonEdge),
        broken: graph.broken,
        unknowns: graph.unknowns,
        ...(verdict ? { findings: verdict.findings.map(jsonFinding) } : {}),
        ...(verdict
          ? { waived: verdict.waived.map((one) => ({ ...jsonFinding(one), waiver: one.waiver })) }
          : {}),
      },
    ];
  });
  return JSON.stringify({ version: 1, stacks: Object.fromEntries(stacks) as object }, null, 2);
}

function jsonEdge({ from, to, ports, through, verdict, steps }: Edge): object {
  return { from, to, ports: printPorts(ports), through, verdict, steps };
}

function jsonFinding({ rule, address, verdict, reason }: Finding): object {
  return { rule: rule.id, severity: rule.severity, address, verdict, reason };
}

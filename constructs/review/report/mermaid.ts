import type { Edge, Graph } from '../graph';
import { printPorts } from '../port-range';
import { printable } from './printable';

/**
 * Graphs as a Mermaid flowchart, which many pages render by themselves: one frame for each stack, a dotted arrow for what
 * is not known. What leads both ways on the same ports is one arrow with two ends.
 */
export function mermaidChart(graphs: ReadonlyMap<string, Graph>): string {
  const ids = new Map<string, string>();
  const idOf = (stack: string, name: string): string => {
    const key = `${stack}\0${name}`;
    const id = ids.get(key) ?? `n${ids.size}`;
    ids.set(key, id);
    return id;
  };
  const frames = [...graphs].flatMap(([stack, graph], at) =>
    graph.workloads.length === 0
      ? []
      : frameOf(`s${at}`, stack, graph, (name) => idOf(stack, name)),
  );
  return ['flowchart LR', ...frames].join('\n');
}

function frameOf(
  id: string,
  stack: string,
  { workloads, edges, exits }: Graph,
  idOf: (name: string) => string,
): string[] {
  const inside = workloads.map(({ name }) => `    ${idOf(name)}["${label(name)}"]`);
  const callers = [...new Set(edges.flatMap(({ from, to }) => [from, to]))].filter(
    (name) => !workloads.some((workload) => workload.name === name),
  );
  // whoever is called outside stands apart from whoever calls from there, or the arrows would cross
  const outwards = (name: string): string => idOf(`${name}\0out`);
  const called = [...new Set(exits.map(({ to }) => to))];
  return [
    `  subgraph ${id}["${label(stack)}"]`,
    ...inside,
    '  end',
    ...callers.map((name) => `  ${idOf(name)}(("${label(name)}"))`),
    ...called.map((name) => `  ${outwards(name)}(("${label(name)}"))`),
    ...edges.flatMap((edge) => arrow(edge, edges, idOf(edge.from), idOf(edge.to))),
    ...exits.flatMap((edge) => arrow(edge, [], idOf(edge.from), outwards(edge.to))),
  ];
}

function arrow(edge: Edge, all: readonly Edge[], start: string, end: string): string[] {
  const { from, to, ports, through, verdict } = edge;
  const back = all.find(
    (other) =>
      other.from === to &&
      other.to === from &&
      other.verdict === verdict &&
      printPorts(other.ports) === printPorts(ports),
  );
  if (back && to < from) return [];
  const line = verdict === 'unknown' ? '-.->' : '-->';
  const way = through === undefined ? '' : `, through ${through}`;
  const text = label(`${printPorts(ports)}${way}${verdict === 'unknown' ? ' ?' : ''}`);
  return [`  ${start} ${back ? `<${line}` : line}|"${text}"| ${end}`];
}

/** A text between Mermaid's double quotes, which knows only the codes of HTML. */
function label(text: string): string {
  return printable(text)
    .replaceAll('&', '#amp;')
    .replaceAll('"', '#quot;')
    .replaceAll('<', '#lt;')
    .replaceAll('>', '#gt;');
}

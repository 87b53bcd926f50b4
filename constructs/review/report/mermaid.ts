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
  const all = [...edges, ...exits];
  const strangers = [...new Set(all.flatMap(({ from, to }) => [from, to]))].filter(
    (name) => !workloads.some((workload) => workload.name === name),
  );
  return [
    `  subgraph ${id}["${label(stack)}"]`,
    ...inside,
    '  end',
    ...strangers.map((name) => `  ${idOf(name)}(("${label(name)}"))`),
    ...all.flatMap((edge) => arrow(edge, all, idOf)),
  ];
}

function arrow(edge: Edge, all: readonly Edge[], idOf: (name: string) => string): string[] {
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
  return [`  ${idOf(from)} ${back ? `<${line}` : line}|"${text}"| ${idOf(to)}`];
}

/** A text between Mermaid's double quotes, which knows only the codes of HTML. */
function label(text: string): string {
  return printable(text)
    .replaceAll('&', '#amp;')
    .replaceAll('"', '#quot;')
    .replaceAll('<', '#lt;')
    .replaceAll('>', '#gt;');
}

import type { Edge, Graph, Step } from '../graph';
import { printPorts } from '../port-range';
import { printable } from './printable';

/** Why one can reach another, step by step, or why not. */
export function printWitness(graph: Graph, from: string, to: string): string {
  const ways = [...graph.edges, ...graph.exits].filter(
    (edge) => edge.from === from && edge.to === to,
  );
  const broken = graph.broken.filter((entry) => entry.from === from && entry.to === to);
  const lines = [
    ...ways.flatMap(witnessLines),
    ...broken.map(({ announced, reason }) => `${announced.text}, but ${reason}`),
  ];
  if (lines.length > 0) return lines.map(printable).join('\n');
  const reason = graph.whyNot?.(from, to) ?? 'nothing in the stack opens a way';
  return printable(`${from} cannot reach ${to}: ${reason}`);
}

function witnessLines({ from, to, ports, through, verdict, steps }: Edge): string[] {
  const way = through === undefined ? '' : ` through ${through}`;
  const can = verdict === 'reachable' ? 'reaches' : 'may reach';
  return [`${from} ${can} ${to} on ${printPorts(ports)}${way}`, ...steps.map(stepLine)];
}

function stepLine({ address, text }: Step): string {
  return `    ${address === undefined ? '' : `${address} `}${text}`;
}

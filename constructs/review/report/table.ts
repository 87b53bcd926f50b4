import Table from 'cli-table3';
import type { Broken, Edge, Graph, Unknown } from '../graph';
import { printPorts } from '../port-range';
import { printable } from './printable';

/** A graph as text for people. */
export function printGraph(name: string, graph: Graph): string {
  const { workloads, edges, exits, broken, unknowns } = graph;
  const counts = [
    `${workloads.length} ${workloads.length === 1 ? 'workload' : 'workloads'}`,
    `${edges.length} ${edges.length === 1 ? 'way' : 'ways'}`,
    `${broken.length} broken`,
    `${unknowns.length + [...edges, ...exits].filter(isUnknown).length} unknown`,
  ];
  const parts = [
    `${printable(name)}: ${counts.join(', ')}`,
    ...section('', edges.length > 0 ? edgeTable(edges) : undefined),
    ...section('ways out', exits.length > 0 ? edgeTable(exits) : undefined),
    ...section('cannot work', broken.length > 0 ? brokenLines(broken) : undefined),
    ...section('not known', unknowns.length > 0 ? unknownLines(unknowns) : undefined),
  ];
  return parts.join('\n');
}

/** Rows in columns, without lines around them. */
export function columns(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const none = '';
  const table = new Table({
    chars: {
      top: none,
      'top-mid': none,
      'top-left': none,
      'top-right': none,
      bottom: none,
      'bottom-mid': none,
      'bottom-left': none,
      'bottom-right': none,
      left: '  ',
      'left-mid': none,
      mid: none,
      'mid-mid': none,
      right: none,
      'right-mid': none,
      middle: '  ',
    },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  table.push([...head], ...rows.map((row) => row.map(printable)));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

function edgeTable(edges: readonly Edge[]): string {
  return columns(
    ['from', 'to', 'port', 'through', 'verdict'],
    edges.map((edge) => [
      edge.from,
      edge.to,
      printPorts(edge.ports),
      edge.through ?? '',
      edge.verdict,
    ]),
  );
}

function brokenLines(broken: readonly Broken[]): string {
  return broken
    .map(({ from, to, port, announced, reason }) => {
      const target = port === undefined ? to : `${to}:${port}`;
      return `  ${printable(`${from} -> ${target} (${announced.text})`)}\n      ${printable(reason)}`;
    })
    .join('\n');
}

function unknownLines(unknowns: readonly Unknown[]): string {
  return unknowns.map(({ address, reason }) => `  ${printable(`${address} ${reason}`)}`).join('\n');
}

function section(title: string, text: string | undefined): string[] {
  if (text === undefined) return [];
  return title === '' ? [text] : [`  ${title}:`, text];
}

function isUnknown({ verdict }: Edge): boolean {
  return verdict === 'unknown';
}

import { shown, ValidationError } from '../../core/validation';
import { type Edge, type Graph, outside, type Step } from '../graph';
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

/**
 * The same for each stack that has both ends.
 *
 * @throws ValidationError when no stack has them
 */
export function printWitnesses(
  graphs: ReadonlyMap<string, Graph>,
  from: string,
  to: string,
): string {
  const ends = new Map([...graphs].map(([stack, graph]) => [stack, endsOf(graph)]));
  const all = new Set([...ends.values()].flatMap((names) => [...names]));
  const missing = [from, to].filter((name) => !all.has(name));
  const having = [...graphs].filter(([stack]) =>
    [from, to].every((one) => ends.get(stack)?.has(one)),
  );
  if (having.length > 0) {
    return having
      .map(([stack, graph]) => `${printable(stack)}\n${printWitness(graph, from, to)}\n\n`)
      .join('');
  }
  throw new ValidationError(
    '--why',
    missing.length > 0
      ? missing.map((name) => `no stack has ${shown(name)}; use ${[...all].sort().join(', ')}`)
      : [`no stack has both ${shown(from)} and ${shown(to)}; ways between stacks are not read`],
  );
}

/** Every name that a way of a stack may begin or end with. */
function endsOf({ workloads, edges, exits, broken }: Graph): Set<string> {
  return new Set([
    outside.internet,
    ...workloads.map(({ name }) => name),
    ...[...edges, ...exits, ...broken].flatMap((way) => [way.from, way.to]),
  ]);
}

function witnessLines({ from, to, ports, through, verdict, steps }: Edge): string[] {
  const way = through === undefined ? '' : ` through ${through}`;
  const can = verdict === 'reachable' ? 'reaches' : 'may reach';
  return [`${from} ${can} ${to} on ${printPorts(ports)}${way}`, ...steps.map(stepLine)];
}

function stepLine({ address, text }: Step): string {
  return `    ${address === undefined ? '' : `${address} `}${text}`;
}

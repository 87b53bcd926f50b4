import type { Graph } from '../../../constructs/review/graph';
import { printPorts } from '../../../constructs/review/port-range';
import { reviewStack } from '../../../constructs/review/review';
import type { Document, Mutant } from './mutant';

/** The answer of review as lines, without the prefix of names. */
export function answerOf(document: Document, prefix: string): string[] {
  const graph = reviewStack(document as unknown as Record<string, unknown>);
  return [...new Set(linesOf(graph).map((line) => line.replaceAll(prefix, '')))];
}

/** The lines of the answer that a mutant brings or takes. */
export function changesBy(mutant: Mutant, original: Document, prefix: string): string[] {
  const document = structuredClone(original);
  mutant.change(document);
  const [before, after] = [answerOf(original, prefix), answerOf(document, prefix)];
  return [
    ...after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`),
    ...before.filter((line) => !after.includes(line)).map((line) => `- ${line}`),
  ].sort();
}

function linesOf({ edges, exits, broken, unknowns }: Graph): string[] {
  return [
    ...[...edges, ...exits].map(({ from, to, ports, through, verdict }) => {
      const way = through === undefined ? '' : ` through ${through}`;
      return `${from} -> ${to} ${printPorts(ports)}${way}${verdict === 'unknown' ? ' ?' : ''}`;
    }),
    ...broken.map(
      ({ from, to, port }) => `! ${from} -> ${to}${port === undefined ? '' : `:${port}`}`,
    ),
    ...unknowns.map(({ address }) => `${address.replace(/\..*/, '')} ?`),
  ];
}

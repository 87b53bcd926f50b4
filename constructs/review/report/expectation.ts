import { readFileSync } from 'node:fs';
import { shown, throwProblems, ValidationError } from '../../core/validation';
import type { Edge, Graph } from '../graph';
import { isObject, listOf, objectOf } from '../model';
import { printPorts } from '../port-range';

/** What an earlier report said is reachable, one line for each way, by stack. */
export type Expectation = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Reads an earlier report of `--json`.
 *
 * @throws ValidationError when the file is no such report
 */
export function readExpectation(path: string): Expectation {
  const remedy = `write it with 'slipway review <dir> --json > ${path}'`;
  const stacks = objectOf(parse(path, remedy)).stacks;
  if (!isObject(stacks)) {
    throw new ValidationError('--expect', [`${shown(path)} is no report of review; ${remedy}`]);
  }
  return new Map(
    Object.entries(stacks).map(([name, stack]) => {
      const { edges, exits } = objectOf(stack);
      return [name, new Set([...listOf(edges), ...listOf(exits)].map(expectedLine))];
    }),
  );
}

/**
 * Ways that came or went since the report, one line each.
 *
 * @param stacks the stacks that are compared, or none for all
 */
export function differences(
  graphs: ReadonlyMap<string, Graph>,
  expected: Expectation,
  stacks: readonly string[],
): string[] {
  const names = [...new Set([...graphs.keys(), ...expected.keys()])].sort();
  const compared = names.filter((name) => stacks.length === 0 || stacks.includes(name));
  return compared.flatMap((name) => {
    const graph = graphs.get(name);
    if (!graph) return [`${name}: is in the expected report, but was not synthesized`];
    const now = new Set([...graph.edges, ...graph.exits].map(lineOf));
    const before = expected.get(name) ?? new Set<string>();
    return [
      ...[...now].filter((line) => !before.has(line)).map((line) => `${name}: + ${line}`),
      ...[...before].filter((line) => !now.has(line)).map((line) => `${name}: - ${line}`),
    ];
  });
}

function parse(path: string, remedy: string): unknown {
  let document: unknown;
  try {
    document = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throwProblems('--expect', [`${shown(path)} cannot be read (${reason}); ${remedy}`]);
  }
  return document;
}

function lineOf(edge: Edge): string {
  return line(edge.from, edge.to, printPorts(edge.ports), edge.through, edge.verdict);
}

function expectedLine(edge: unknown): string {
  const { from, to, ports, through, verdict } = objectOf(edge);
  const text = (value: unknown): string => (typeof value === 'string' ? value : '?');
  const way = typeof through === 'string' ? through : undefined;
  return line(text(from), text(to), text(ports), way, text(verdict));
}

function line(
  from: string,
  to: string,
  ports: string,
  through: string | undefined,
  verdict: string,
): string {
  const way = through === undefined ? '' : ` through ${through}`;
  return `${from} -> ${to} ${ports}${way} (${verdict})`;
}

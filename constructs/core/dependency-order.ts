import { dependable, type ITerraformDependable } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';

/** What a service waits for, in the order of the paths: the order in which verbs are called leaves no trace. */
export function sortedByPath(dependables: readonly ITerraformDependable[]): string[] {
  const byPath = new Map(dependables.map((one) => [pathOf(one), one] as const));
  const sorted = [...byPath].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([, one]) => dependable(one));
}

/** Constructs in the order of their paths, whatever the order in which they came. */
export function inOrderOfPaths<One extends IConstruct>(constructs: Iterable<One>): One[] {
  return [...constructs].sort((a, b) => (a.node.path < b.node.path ? -1 : 1));
}

function pathOf(one: ITerraformDependable): string {
  return Construct.isConstruct(one) ? one.node.path : one.fqn;
}

import { Model } from '../model';
import { joinGraphs, type Graph } from '../graph';
import { dockerGraph } from './graph';

/** Blocks of one kind, by name. */
export type Blocks = Readonly<Record<string, unknown>>;

/** The graph of a stack of containers and networks, in the order of reports. */
export function graphOf(containers: Blocks, networks: Blocks = {}, others: Blocks = {}): Graph {
  return graphOfDocument({
    resource: { docker_container: containers, docker_network: networks, ...others },
  });
}

/** The graph of a whole document. */
export function graphOfDocument(document: Readonly<Record<string, unknown>>): Graph {
  return joinGraphs([dockerGraph(new Model(document))]);
}

/** A container that is on networks of the stack, by the names of their resources. */
export function on(networks: readonly string[], more: Blocks = {}): Blocks {
  return {
    networks_advanced: networks.map((name) => ({ name: `\${docker_network.${name}.id}` })),
    ...more,
  };
}

/** The ways of a graph as text: `a -> b all`, with `?` behind what is not certain. */
export function ways({ edges }: Pick<Graph, 'edges'>): string[] {
  return edges.map(
    ({ from, to, verdict }) => `${from} -> ${to}${verdict === 'unknown' ? ' ?' : ''}`,
  );
}

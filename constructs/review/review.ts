import { awsGraph } from './aws/graph';
import { findCycle } from './cycle';
import { dockerGraph } from './docker/graph';
import { type Broken, type Graph, joinGraphs, type Unknown } from './graph';
import { googleGraph } from './google/graph';
import { looseEnds } from './loose-end';
import { Model } from './model';

/**
 * Who can reach whom in one synthesized stack, computed from its Terraform JSON alone.
 *
 * @param document the parsed content of a cdk.tf.json
 */
export function reviewStack(document: Readonly<Record<string, unknown>>): Graph {
  const model = new Model(document);
  const graphs = [awsGraph(model), dockerGraph(model), googleGraph(model)];
  const whole: Graph = {
    workloads: [],
    edges: [],
    exits: [],
    broken: rings(model),
    unknowns: [...looseEnds(model, document), ...assumptions(model)],
  };
  return joinGraphs([...graphs, whole]);
}

function rings(model: Model): Broken[] {
  const [first, ...rest] = findCycle(model) ?? [];
  if (first === undefined) return [];
  return [
    {
      from: first,
      to: rest[0] ?? first,
      port: undefined,
      announced: { address: first, text: 'waits for it' },
      reason: `they wait for each other, ${[first, ...rest].join(' -> ')}, so that none of them can be made; remove one of these references`,
    },
  ];
}

function assumptions(model: Model): Unknown[] {
  return [...model.assumed].sort().map((name) => ({
    address: `var.${name}`,
    reason: 'was taken to have its default; a deployment that sets it may get another answer',
  }));
}

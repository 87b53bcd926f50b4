import { awsGraph } from './aws/graph';
import { type Graph, joinGraphs, type Unknown } from './graph';
import { Model } from './model';

/**
 * Who can reach whom in one synthesized stack, computed from its Terraform JSON alone.
 *
 * @param document the parsed content of a cdk.tf.json
 */
export function reviewStack(document: Readonly<Record<string, unknown>>): Graph {
  const model = new Model(document);
  const graph = joinGraphs([awsGraph(model)]);
  return { ...graph, unknowns: [...graph.unknowns, ...assumptions(model)] };
}

function assumptions(model: Model): Unknown[] {
  return [...model.assumed].sort().map((name) => ({
    address: `var.${name}`,
    reason: 'was taken to have its default; a deployment that sets it may get another answer',
  }));
}

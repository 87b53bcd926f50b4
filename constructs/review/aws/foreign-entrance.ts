import { type Edge, outside } from '../graph';
import type { Model } from '../model';
import { allPorts, tcpPort } from '../port-range';
import { foreignForwards } from './balancer';
import type { EcsWorkload } from './workload';

/** Ways in through balancers and target groups of other stacks: nobody can tell from here who comes through them. */
export function foreignEntrances(model: Model, workloads: readonly EcsWorkload[]): Edge[] {
  const forwards = foreignForwards(model);
  return workloads.flatMap((workload) =>
    targetsOf(model, workload).flatMap(({ group, port }): Edge[] => {
      const forward = forwards.find(
        ({ targetGroup }) => targetGroup === undefined || targetGroup === group,
      );
      const elsewhere = group === undefined || !model.resources.has(group);
      if (!forward && !elsewhere) return [];
      const step = forward
        ? { address: forward.address, text: 'belongs to a balancer that is not in this stack' }
        : { address: workload.resource.address, text: 'is in a target group of another stack' };
      const ports = port === undefined ? allPorts : tcpPort(port);
      const name = workload.name;
      return [{ from: outside.internet, to: name, ports, verdict: 'unknown', steps: [step] }];
    }),
  );
}

function targetsOf(model: Model, { resource }: EcsWorkload) {
  const blocks = model.blocks(resource.block.load_balancer);
  // target groups that an expression names
  if (!blocks) return [{ group: undefined, port: undefined }];
  return blocks.map((block) => ({
    group: model.identity(block.target_group_arn),
    port: model.number(block.container_port),
  }));
}

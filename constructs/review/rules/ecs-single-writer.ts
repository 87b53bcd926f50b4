import { every, requires, type ReviewRule, unlessKept } from '../rule';
import { mountsWritable } from '../evidence/writable-mount';

/** A service that writes to a file system never runs twice. */
export const ecsSingleWriter: ReviewRule = {
  id: 'ecs-single-writer',
  title: 'a service that writes to a file system never runs twice',
  rationale:
    'Two tasks that write one SQLite file over NFS break it, and a rolling deployment with the defaults starts the new task before the old one is gone.',
  remedy:
    "set 'desired_count' to 1, 'deployment_maximum_percent' to 100 and 'deployment_minimum_healthy_percent' to 0, or mount it read-only",
  severity: 'high',
  controls: [],
  page: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service_definition_parameters.html#sd-deploymentconfiguration',
  types: ['aws_ecs_service'],
  check: ({ block }, evidence) => {
    const task = evidence.target(block.task_definition);
    if (!task) return [];
    const writes = mountsWritable(task, evidence);
    if (writes === false) return [];
    const single = every([
      evidence.isNumber(block.desired_count, (count) => count <= 1, 0),
      evidence.isNumber(block.deployment_maximum_percent, (percent) => percent <= 100, 200),
      evidence.isNumber(block.deployment_minimum_healthy_percent, (percent) => percent === 0, 100),
    ]);
    // where it is not known whether it writes, only a single one is surely right
    return requires(writes ? single : unlessKept(single), 'it may write from two tasks at once');
  },
};

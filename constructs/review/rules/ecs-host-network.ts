import { requires, type ReviewRule } from '../rule';

/** A task has a network interface of its own. */
export const ecsHostNetwork: ReviewRule = {
  id: 'ecs-host-network',
  title: 'a task has a network interface of its own',
  rationale:
    'In host mode a container sees the traffic of the machine, and no security group tells it from its neighbours.',
  remedy: "set 'network_mode' to 'awsvpc'",
  severity: 'high',
  controls: ['ECS.17'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-17',
  types: ['aws_ecs_task_definition'],
  check: ({ block }, evidence) =>
    requires(
      evidence.isText(block.network_mode, (mode) => mode !== 'host', 'bridge'),
      "'network_mode' is 'host'",
    ),
};

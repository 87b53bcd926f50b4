import { eachContainer } from '../evidence/container-definition';
import { not, requires, type ReviewRule } from '../rule';

/** No container on ECS is privileged. */
export const ecsPrivileged: ReviewRule = {
  id: 'ecs-privileged',
  title: 'no container on ECS is privileged',
  rationale: 'A privileged container is root on the machine that runs it.',
  remedy: "leave 'privileged' out",
  severity: 'high',
  controls: ['ECS.4', 'CKV_AWS_334'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-4',
  types: ['aws_ecs_task_definition'],
  check: (task, evidence) =>
    eachContainer(task, evidence, ({ privileged }) =>
      requires(not(evidence.isTrue(privileged)), "'privileged' is true"),
    ),
};

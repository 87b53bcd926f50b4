import { eachContainer } from '../evidence/container-definition';
import { requires, type ReviewRule } from '../rule';

/** The root file system of a container on ECS is read-only. */
export const ecsReadonlyRoot: ReviewRule = {
  id: 'ecs-readonly-root',
  title: 'the root file system of a container on ECS is read-only',
  rationale:
    'Whoever breaks into a container with a writable root can put programs there and change what it runs.',
  remedy: "set 'readonlyRootFilesystem' and mount a volume for each path that must be written",
  severity: 'high',
  controls: ['ECS.5', 'CKV_AWS_336'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-5',
  types: ['aws_ecs_task_definition'],
  check: (task, evidence) =>
    eachContainer(task, evidence, ({ readonlyRootFilesystem }) =>
      requires(evidence.isTrue(readonlyRootFilesystem), "'readonlyRootFilesystem' is not true"),
    ),
};

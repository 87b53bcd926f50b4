import { eachContainer } from '../evidence/container-definition';
import { requires, type ReviewRule } from '../rule';

/** A container on ECS runs as a numeric user that is not root. */
export const ecsUser: ReviewRule = {
  id: 'ecs-user',
  title: 'a container on ECS runs as a numeric user that is not root',
  rationale: 'Where no user is written, the image decides, and most images decide for root.',
  remedy: "write the numeric user of the image in 'user', for example '65532'",
  severity: 'high',
  controls: ['ECS.1', 'ECS.20'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-20',
  types: ['aws_ecs_task_definition'],
  check: (task, evidence) =>
    eachContainer(task, evidence, ({ user }) =>
      requires(
        evidence.isText(user, (text) => /^[1-9]\d*(:\d+)?$/.test(text)),
        "'user' is not the number of a user other than root",
      ),
    ),
};

import { eachContainer } from '../evidence/container-definition';
import type { ReviewRule } from '../rule';
import { secretVariables } from '../evidence/secret-variable';

/** No secret stands in a plain variable of a task. */
export const ecsSecretInEnvironment: ReviewRule = {
  id: 'ecs-secret-in-environment',
  title: 'no secret stands in a plain variable of a task',
  rationale:
    'Plain variables are shown by every console and API that shows the task definition, and are in the state.',
  remedy: "name the secret in 'secrets' with 'valueFrom'",
  severity: 'high',
  controls: ['ECS.8'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-8',
  types: ['aws_ecs_task_definition'],
  check: (task, evidence) =>
    eachContainer(task, evidence, ({ environment }) => secretVariables(environment, evidence)),
};

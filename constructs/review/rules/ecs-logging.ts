import { eachContainer } from '../evidence/container-definition';
import { requires, type ReviewRule } from '../rule';

/** A container on ECS sends its output to a log. */
export const ecsLogging: ReviewRule = {
  id: 'ecs-logging',
  title: 'a container on ECS sends its output to a log',
  rationale:
    'The output of a container without a log driver is lost with the task, and with it what happened.',
  remedy: "write 'logConfiguration' with the driver awslogs",
  severity: 'high',
  controls: ['ECS.9'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-9',
  types: ['aws_ecs_task_definition'],
  check: (task, evidence) =>
    eachContainer(task, evidence, ({ logConfiguration }) => {
      const log = evidence.first(logConfiguration);
      const driver = log && evidence.isText(log.logDriver, (name) => !['', 'none'].includes(name));
      return requires(driver, "'logConfiguration' names no driver");
    }),
};

import { eachContainer } from '../evidence/container-definition';
import { requires, type ReviewRule } from '../rule';

/** ECS can tell whether a container that serves still does. */
export const ecsHealthCheck: ReviewRule = {
  id: 'ecs-health-check',
  title: 'ECS can tell whether a container that serves still does',
  rationale: 'ECS does not read the HEALTHCHECK of an image, so that a container that hangs stays.',
  remedy: "write 'healthCheck' with a command that the image has",
  severity: 'low',
  controls: [],
  page: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/healthcheck.html',
  types: ['aws_ecs_task_definition'],
  check: (task, evidence) =>
    eachContainer(task, evidence, ({ portMappings, healthCheck }) => {
      const ports = evidence.model.list(portMappings);
      if (ports?.length === 0) return [];
      const check = evidence.first(healthCheck);
      return requires(
        check && evidence.isSet(check.command),
        "it serves a port and has no 'healthCheck'",
      );
    }),
};

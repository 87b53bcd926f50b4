import { eachContainer } from '../evidence/container-definition';
import { every, requires, type ReviewRule } from '../rule';

/** A container on ECS gives up every capability of the kernel. */
export const ecsCapabilities: ReviewRule = {
  id: 'ecs-capabilities',
  title: 'a container on ECS gives up every capability of the kernel',
  rationale:
    'A service on a port above 1024 needs none of them, and each is a way out of the container for somebody.',
  remedy: "drop 'ALL' in 'linuxParameters.capabilities', and add none",
  severity: 'medium',
  controls: ['CIS Docker 5.4'],
  page: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KernelCapabilities.html',
  types: ['aws_ecs_task_definition'],
  check: (task, evidence) =>
    eachContainer(task, evidence, ({ linuxParameters }) => {
      const capabilities = evidence.first(evidence.first(linuxParameters)?.capabilities);
      const dropped = capabilities && evidence.model.list(capabilities.drop);
      const added = capabilities && evidence.model.list(capabilities.add);
      const none = every([
        dropped?.some((name) => evidence.model.text(name) === 'ALL'),
        added ? added.length === 0 : undefined,
      ]);
      return requires(none, "'capabilities' keeps some");
    }),
};

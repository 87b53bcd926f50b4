import { requires, type ReviewRule } from '../rule';

/** A container on Docker has a limit of memory. */
export const dockerMemory: ReviewRule = {
  id: 'docker-memory',
  title: 'a container on Docker has a limit of memory',
  rationale: 'One container that grows takes the machine away from all others.',
  remedy: "set 'memory'",
  severity: 'low',
  controls: ['CIS Docker 5.11'],
  page: 'https://docs.docker.com/engine/containers/resource_constraints/',
  types: ['docker_container'],
  check: ({ block }, evidence) =>
    requires(
      evidence.isNumber(block.memory, (megabytes) => megabytes > 0),
      "'memory' is not limited",
    ),
};

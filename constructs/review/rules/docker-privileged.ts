import { not, requires, type ReviewRule } from '../rule';

/** No container on Docker is privileged. */
export const dockerPrivileged: ReviewRule = {
  id: 'docker-privileged',
  title: 'no container on Docker is privileged',
  rationale: 'A privileged container is root on the machine that runs it.',
  remedy: "leave 'privileged' out",
  severity: 'high',
  controls: ['CIS Docker 5.5'],
  page: 'https://docs.docker.com/reference/cli/docker/container/run/#privileged',
  types: ['docker_container'],
  check: ({ block }, evidence) =>
    requires(not(evidence.isTrue(block.privileged)), "'privileged' is true"),
};

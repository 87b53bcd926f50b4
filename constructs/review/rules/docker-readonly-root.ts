import { requires, type ReviewRule } from '../rule';

/** The root file system of a container on Docker is read-only. */
export const dockerReadonlyRoot: ReviewRule = {
  id: 'docker-readonly-root',
  title: 'the root file system of a container on Docker is read-only',
  rationale:
    'Whoever breaks into a container with a writable root can put programs there and change what it runs.',
  remedy: "set 'read_only' to true and mount a volume for each path that must be written",
  severity: 'medium',
  controls: ['CIS Docker 5.13'],
  page: 'https://docs.docker.com/reference/cli/docker/container/run/#read-only',
  types: ['docker_container'],
  check: ({ block }, evidence) =>
    requires(evidence.isTrue(block.read_only), "'read_only' is not true"),
};

import { requires, type ReviewRule } from '../rule';

/** A container on Docker runs as a numeric user that is not root. */
export const dockerUser: ReviewRule = {
  id: 'docker-user',
  title: 'a container on Docker runs as a numeric user that is not root',
  rationale: 'Root in a container is root on the machine, once somebody is out.',
  remedy: "write the numeric user of the image in 'user', for example '65532'",
  severity: 'high',
  controls: ['CIS Docker 4.1'],
  page: 'https://docs.docker.com/engine/security/#linux-kernel-capabilities',
  types: ['docker_container'],
  check: ({ block }, evidence) =>
    requires(
      evidence.isText(block.user, (text) => /^[1-9]\d*(:\d+)?$/.test(text)),
      "'user' is not the number of a user other than root",
    ),
};

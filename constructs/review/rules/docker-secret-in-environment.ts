import type { ReviewRule } from '../rule';
import { secretVariables } from '../evidence/secret-variable';

/** No secret stands in a plain variable of a container on Docker. */
export const dockerSecretInEnvironment: ReviewRule = {
  id: 'docker-secret-in-environment',
  title: 'no secret stands in a plain variable of a container on Docker',
  rationale: 'Plain variables are shown by docker inspect, and are in the state.',
  remedy: 'upload a file, or mount one',
  severity: 'medium',
  controls: ['CIS Docker 4.10'],
  page: 'https://docs.docker.com/engine/swarm/secrets/',
  types: ['docker_container'],
  check: ({ block }, evidence) => secretVariables(block.env, evidence),
};

import { requires, type ReviewRule } from '../rule';

/** Docker can tell whether a container still serves. */
export const dockerHealthCheck: ReviewRule = {
  id: 'docker-health-check',
  title: 'Docker can tell whether a container still serves',
  rationale: 'A container that hangs stays, and whatever waits for it starts too early.',
  remedy: "write 'healthcheck' with a 'test' that the image has",
  severity: 'low',
  controls: ['CIS Docker 5.27'],
  page: 'https://docs.docker.com/reference/dockerfile/#healthcheck',
  types: ['docker_container'],
  check: ({ block }, evidence) => {
    const check = evidence.first(block.healthcheck);
    return requires(check && evidence.isSet(check.test), "'healthcheck' is missing");
  },
};

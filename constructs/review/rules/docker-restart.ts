import { every, requires, type ReviewRule, some } from '../rule';

/** A container that always fails is not started for ever. */
export const dockerRestart: ReviewRule = {
  id: 'docker-restart',
  title: 'a container that always fails is not started for ever',
  rationale: 'A loop of starts fills the log and hides the first failure.',
  remedy: "set 'restart' to 'on-failure' and 'max_retry_count' to 5 or less",
  severity: 'low',
  controls: ['CIS Docker 5.15'],
  page: 'https://docs.docker.com/engine/containers/start-containers-automatically/',
  types: ['docker_container'],
  check: ({ block }, evidence) =>
    requires(
      some([
        evidence.isText(block.restart, (text) => text === 'no', 'no'),
        every([
          evidence.isText(block.restart, (text) => text === 'on-failure'),
          evidence.isNumber(block.max_retry_count, (count) => count > 0 && count <= 5),
        ]),
      ]),
      "'restart' has no end",
    ),
};

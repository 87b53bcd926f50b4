import { every, requires, type ReviewRule } from '../rule';

/** The log of a container on Docker does not fill the disk. */
export const dockerLogLimit: ReviewRule = {
  id: 'docker-log-limit',
  title: 'the log of a container on Docker does not fill the disk',
  rationale: 'The default keeps every line for ever, in a file on the machine.',
  remedy: "write 'max-size' and 'max-file' in 'log_opts'",
  severity: 'low',
  controls: [],
  page: 'https://docs.docker.com/engine/logging/drivers/json-file/',
  types: ['docker_container'],
  check: ({ block }, evidence) => {
    if (evidence.isText(block.log_driver, (text) => text === 'json-file', 'json-file') === false)
      return [];
    const options = evidence.first(block.log_opts);
    return requires(
      options && every([evidence.isSet(options['max-size']), evidence.isSet(options['max-file'])]),
      "'log_opts' has no limit",
    );
  },
};

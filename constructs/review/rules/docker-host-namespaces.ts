import { requires, type ReviewRule } from '../rule';

/** A container on Docker shares no processes, memory or users with its machine. */
export const dockerHostNamespaces: ReviewRule = {
  id: 'docker-host-namespaces',
  title: 'a container on Docker shares no processes, memory or users with its machine',
  rationale:
    'A container that sees the processes of the machine can read their memory and end them.',
  remedy: "leave 'pid_mode', 'ipc_mode' and 'userns_mode' out, or write 'private'",
  severity: 'high',
  controls: ['CIS Docker 5.16', 'CIS Docker 5.17', 'CIS Docker 5.31'],
  page: 'https://docs.docker.com/reference/cli/docker/container/run/#pid',
  types: ['docker_container'],
  check: ({ block }, evidence) =>
    ['pid_mode', 'ipc_mode', 'userns_mode'].flatMap((name) =>
      requires(
        evidence.isText(block[name], (mode) => mode !== 'host'),
        `'${name}' is 'host'`,
      ),
    ),
};

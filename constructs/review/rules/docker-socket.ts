import { visibleText } from '../evidence/policy-statement';
import { not, requires, type ReviewRule } from '../rule';

/** No container has the socket of Docker. */
export const dockerSocket: ReviewRule = {
  id: 'docker-socket',
  title: 'no container has the socket of Docker',
  rationale: 'Whoever has the socket starts a privileged container, and is root on the machine.',
  remedy: "leave the mount of 'docker.sock' out",
  severity: 'high',
  controls: ['CIS Docker 5.32'],
  page: 'https://docs.docker.com/engine/security/protect-access/',
  types: ['docker_container'],
  check: ({ block }, evidence) => {
    const lists = [block.mounts, block.volumes].map((raw) => evidence.blocks(raw));
    const sources = lists.map((list) =>
      list?.flatMap(({ source, host_path, target, container_path }) =>
        [source, host_path, target, container_path].map((raw) =>
          visibleText(evidence.model, raw ?? ''),
        ),
      ),
    );
    const found = sources.some((list) =>
      list?.some((path) => /docker\.sock$|^\/var\/run$|^\/run$|^\/$/.test(path)),
    );
    return requires(
      found || !sources.includes(undefined) ? not(found) : undefined,
      'it mounts the socket of Docker',
    );
  },
};

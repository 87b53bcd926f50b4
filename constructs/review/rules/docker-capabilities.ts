import { every, requires, type ReviewRule } from '../rule';

/** A container on Docker gives up every capability of the kernel. */
export const dockerCapabilities: ReviewRule = {
  id: 'docker-capabilities',
  title: 'a container on Docker gives up every capability of the kernel',
  rationale:
    'A service on a port above 1024 needs none of them, and each is a way out of the container for somebody.',
  remedy: "drop 'ALL' in 'capabilities', and add none",
  severity: 'medium',
  controls: ['CIS Docker 5.4'],
  page: 'https://docs.docker.com/engine/security/#linux-kernel-capabilities',
  types: ['docker_container'],
  check: ({ block }, evidence) => {
    const capabilities = evidence.first(block.capabilities);
    const dropped = capabilities && evidence.model.list(capabilities.drop);
    const added = capabilities && evidence.model.list(capabilities.add);
    const none = every([
      dropped?.some((name) => evidence.model.text(name) === 'ALL'),
      added ? added.length === 0 : undefined,
    ]);
    return requires(none, "'capabilities' keeps some");
  },
};

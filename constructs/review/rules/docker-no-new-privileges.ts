import { requires, type ReviewRule } from '../rule';

/** No program in a container on Docker gains rights. */
export const dockerNoNewPrivileges: ReviewRule = {
  id: 'docker-no-new-privileges',
  title: 'no program in a container on Docker gains rights',
  rationale: 'A program with the setuid bit turns the user of the container into root.',
  remedy: "write 'no-new-privileges:true' in 'security_opts'",
  severity: 'medium',
  controls: ['CIS Docker 5.26'],
  page: 'https://docs.docker.com/reference/cli/docker/container/run/#security-opt',
  types: ['docker_container'],
  check: ({ block }, evidence) => {
    const options = evidence.model.list(block.security_opts);
    const found = options?.some((one) =>
      /^no-new-privileges([:=]true)?$/.test(evidence.model.text(one) ?? ''),
    );
    return requires(found, "'no-new-privileges' is missing");
  },
};

import { requires, type ReviewRule } from '../rule';

/** A published port is open on the interface that was chosen. */
export const dockerBindInterface: ReviewRule = {
  id: 'docker-bind-interface',
  title: 'a published port is open on the interface that was chosen',
  rationale:
    'Without an address Docker publishes on every interface, past the firewall of the machine.',
  remedy: "write the address in 'ip', for example '127.0.0.1'",
  severity: 'medium',
  controls: ['CIS Docker 5.14'],
  page: 'https://docs.docker.com/engine/network/port-publishing/',
  types: ['docker_container'],
  check: ({ block }, evidence) =>
    (evidence.blocks(block.ports) ?? [{ ip: '${unknown}' }]).flatMap(({ ip }) =>
      requires(
        evidence.isText(ip, (text) => !['0.0.0.0', '::'].includes(text), '0.0.0.0'),
        'a port is published on every interface',
      ),
    ),
};

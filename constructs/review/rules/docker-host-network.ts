import { requires, type ReviewRule } from '../rule';

/** A container on Docker has a network of its own. */
export const dockerHostNetwork: ReviewRule = {
  id: 'docker-host-network',
  title: 'a container on Docker has a network of its own',
  rationale: 'In host mode a container opens every port of the machine and sees its traffic.',
  remedy: "set 'network_mode' to 'bridge' and name networks",
  severity: 'high',
  controls: ['CIS Docker 5.9'],
  page: 'https://docs.docker.com/engine/network/drivers/host/',
  types: ['docker_container'],
  check: ({ block }, evidence) =>
    requires(
      evidence.isText(block.network_mode, (mode) => mode !== 'host', 'bridge'),
      "'network_mode' is 'host'",
    ),
};

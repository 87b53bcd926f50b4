import { not, requires, type ReviewRule } from '../rule';

/** No task has a public address. */
export const ecsPublicIp: ReviewRule = {
  id: 'ecs-public-ip',
  title: 'no task has a public address',
  rationale: 'A task with a public address is one security group rule away from the internet.',
  remedy: "set 'assign_public_ip' to false and let the service leave through endpoints or NAT",
  severity: 'high',
  controls: ['ECS.2', 'CKV_AWS_333'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-2',
  types: ['aws_ecs_service'],
  check: ({ block }, evidence) => {
    const network = evidence.first(block.network_configuration);
    return requires(
      network && not(evidence.isTrue(network.assign_public_ip)),
      "'assign_public_ip' is true",
    );
  },
};

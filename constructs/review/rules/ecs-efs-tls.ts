import { requires, type ReviewRule } from '../rule';

/** A task mounts a file system over TLS. */
export const ecsEfsTls: ReviewRule = {
  id: 'ecs-efs-tls',
  title: 'a task mounts a file system over TLS',
  rationale: 'Without it the files travel in plain text between the task and the file system.',
  remedy: "set 'transit_encryption' to 'ENABLED'",
  severity: 'high',
  controls: ['ECS.18', 'CKV_AWS_97'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-18',
  types: ['aws_ecs_task_definition'],
  check: ({ block }, evidence) =>
    (evidence.blocks(block.volume) ?? [{ efs_volume_configuration: block.volume }])
      .filter(({ efs_volume_configuration: efs }) => efs !== undefined)
      .flatMap(({ efs_volume_configuration }) => {
        const efs = evidence.first(efs_volume_configuration);
        return requires(
          efs && evidence.isText(efs.transit_encryption, (text) => text === 'ENABLED'),
          "'transit_encryption' is not 'ENABLED'",
        );
      }),
};

import { every, requires, type ReviewRule } from '../rule';

/** A task mounts a file system through an access point, as its role. */
export const ecsEfsIam: ReviewRule = {
  id: 'ecs-efs-iam',
  title: 'a task mounts a file system through an access point, as its role',
  rationale:
    'Without both, whoever reaches the file system on the network may read and write all of it.',
  remedy: "write 'authorization_config' with 'access_point_id' and 'iam' set to 'ENABLED'",
  severity: 'medium',
  controls: ['EFS.3', 'EFS.4'],
  page: 'https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html',
  types: ['aws_ecs_task_definition'],
  check: ({ block }, evidence) =>
    (evidence.blocks(block.volume) ?? [{ efs_volume_configuration: block.volume }])
      .filter(({ efs_volume_configuration: efs }) => efs !== undefined)
      .flatMap(({ efs_volume_configuration }) => {
        const efs = evidence.first(efs_volume_configuration);
        const access = efs && evidence.first(efs.authorization_config);
        const kept =
          access &&
          every([
            evidence.isSet(access.access_point_id),
            evidence.isText(access.iam, (text) => text === 'ENABLED'),
          ]);
        return requires(kept, "'authorization_config' names no access point, or no IAM");
      }),
};

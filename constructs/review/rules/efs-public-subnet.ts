import { not, requires, type ReviewRule } from '../rule';

/** A file system stands in no subnet that gives out public addresses. */
export const efsPublicSubnet: ReviewRule = {
  id: 'efs-public-subnet',
  title: 'a file system stands in no subnet that gives out public addresses',
  rationale: 'A file system beside public machines is one rule away from them.',
  remedy: 'name private subnets',
  severity: 'medium',
  controls: ['EFS.6'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/efs-controls.html#efs-6',
  types: ['aws_efs_mount_target'],
  check: ({ block }, evidence) => {
    const subnet = evidence.target(block.subnet_id);
    return requires(
      subnet?.mode === 'managed'
        ? not(evidence.isTrue(subnet.block.map_public_ip_on_launch))
        : undefined,
      'its subnet gives out public addresses',
    );
  },
};

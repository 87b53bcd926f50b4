import { requires, type ReviewRule } from '../rule';

/** A file system is backed up. */
export const efsBackup: ReviewRule = {
  id: 'efs-backup',
  title: 'a file system is backed up',
  rationale: 'EFS keeps copies against the loss of a zone, none against a wrong command.',
  remedy: "make an 'aws_efs_backup_policy' with the status 'ENABLED'",
  severity: 'high',
  controls: ['EFS.2', 'CKV2_AWS_18'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/efs-controls.html#efs-2',
  types: ['aws_efs_file_system'],
  check: (system, evidence) => {
    const kept = evidence.hasAttached(
      system,
      'aws_efs_backup_policy',
      'file_system_id',
      ({ block }) => {
        const policy = evidence.first(block.backup_policy);
        return policy && evidence.isText(policy.status, (text) => text === 'ENABLED');
      },
    );
    return requires(kept, 'no backup policy is enabled');
  },
};

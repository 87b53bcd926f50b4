import { requires, type ReviewRule } from '../rule';

/** A cache is backed up. */
export const elasticacheBackup: ReviewRule = {
  id: 'elasticache-backup',
  title: 'a cache is backed up',
  rationale: 'What is in no other place is gone with the cache.',
  remedy: "set 'snapshot_retention_limit' to 1 or more",
  severity: 'low',
  controls: ['ElastiCache.1', 'CKV_AWS_134'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/elasticache-controls.html#elasticache-1',
  types: ['aws_elasticache_replication_group'],
  check: ({ block }, evidence) =>
    requires(
      evidence.isNumber(block.snapshot_retention_limit, (days) => days > 0),
      "'snapshot_retention_limit' is 0",
    ),
};

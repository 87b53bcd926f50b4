import { requires, type ReviewRule } from '../rule';

/** A cache is encrypted on disk. */
export const elasticacheAtRest: ReviewRule = {
  id: 'elasticache-at-rest',
  title: 'a cache is encrypted on disk',
  rationale: 'Snapshots and swapped pages hold what the cache holds.',
  remedy: "set 'at_rest_encryption_enabled' to true",
  severity: 'medium',
  controls: ['ElastiCache.4', 'CKV_AWS_29'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/elasticache-controls.html#elasticache-4',
  types: ['aws_elasticache_replication_group'],
  check: ({ block }, evidence) =>
    requires(
      evidence.isTrue(block.at_rest_encryption_enabled),
      "'at_rest_encryption_enabled' is not true",
    ),
};

import { requires, type ReviewRule } from '../rule';

/** A cache survives the loss of a zone. */
export const elasticacheFailover: ReviewRule = {
  id: 'elasticache-failover',
  title: 'a cache survives the loss of a zone',
  rationale: 'With one node the cache is gone for minutes, and what was in it for good.',
  remedy: "set 'automatic_failover_enabled' to true",
  severity: 'medium',
  controls: ['ElastiCache.3', 'CKV2_AWS_50'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/elasticache-controls.html#elasticache-3',
  types: ['aws_elasticache_replication_group'],
  check: ({ block }, evidence) =>
    requires(
      evidence.isTrue(block.automatic_failover_enabled),
      "'automatic_failover_enabled' is not true",
    ),
};

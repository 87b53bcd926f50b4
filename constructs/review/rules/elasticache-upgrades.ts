import { requires, type ReviewRule } from '../rule';

/** A cache gets fixes by itself. */
export const elasticacheUpgrades: ReviewRule = {
  id: 'elasticache-upgrades',
  title: 'a cache gets fixes by itself',
  rationale: 'Faults of a cache are rare and bad.',
  remedy: "set 'auto_minor_version_upgrade' to true",
  severity: 'low',
  controls: ['ElastiCache.2', 'CKV_AWS_322'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/elasticache-controls.html#elasticache-2',
  types: ['aws_elasticache_replication_group'],
  check: ({ block }, evidence) =>
    requires(
      evidence.isTrue(block.auto_minor_version_upgrade, true),
      "'auto_minor_version_upgrade' is not true",
    ),
};

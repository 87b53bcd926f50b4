import { every, requires, type ReviewRule } from '../rule';

/** A cache speaks TLS. */
export const elasticacheTls: ReviewRule = {
  id: 'elasticache-tls',
  title: 'a cache speaks TLS',
  rationale: 'The password of the cache and everything in it travel in plain text otherwise.',
  remedy: "set 'transit_encryption_enabled' to true, with the mode 'required'",
  severity: 'high',
  controls: ['ElastiCache.5', 'CKV_AWS_30'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/elasticache-controls.html#elasticache-5',
  types: ['aws_elasticache_replication_group'],
  check: ({ block }, evidence) =>
    requires(
      every([
        evidence.isTrue(block.transit_encryption_enabled),
        evidence.isText(block.transit_encryption_mode, (text) => text === 'required', 'required'),
      ]),
      "'transit_encryption_enabled' is not required",
    ),
};

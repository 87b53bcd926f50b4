import { requires, type ReviewRule, some } from '../rule';

/** A cache asks who comes. */
export const elasticacheAuth: ReviewRule = {
  id: 'elasticache-auth',
  title: 'a cache asks who comes',
  rationale: 'Whoever writes to the cache forges what replicas tell each other.',
  remedy: "name groups of users in 'user_group_ids', or set 'auth_token'",
  severity: 'high',
  controls: ['ElastiCache.6', 'CKV_AWS_31'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/elasticache-controls.html#elasticache-6',
  types: ['aws_elasticache_replication_group'],
  check: ({ block }, evidence) =>
    requires(
      some([
        evidence.isSet(block.user_group_ids),
        evidence.isSet(block.auth_token),
        evidence.isSet(block.auth_token_wo),
      ]),
      "neither 'user_group_ids' nor 'auth_token' is written",
    ),
};

import { requires, type ReviewRule } from '../rule';

/** A cache stands in subnets that were chosen for it. */
export const elasticacheSubnets: ReviewRule = {
  id: 'elasticache-subnets',
  title: 'a cache stands in subnets that were chosen for it',
  rationale: 'The default group of subnets is the default network.',
  remedy: "name an 'aws_elasticache_subnet_group' in 'subnet_group_name'",
  severity: 'low',
  controls: ['ElastiCache.7', 'CKV_AWS_323'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/elasticache-controls.html#elasticache-7',
  types: ['aws_elasticache_replication_group'],
  check: ({ block }, evidence) =>
    requires(
      evidence.isText(
        evidence.target(block.subnet_group_name)?.address ?? block.subnet_group_name,
        (name) => name !== '' && name !== 'default',
      ),
      "'subnet_group_name' is the default one",
    ),
};

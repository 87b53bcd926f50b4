import { requires, type ReviewRule } from '../rule';

/** A cache is encrypted with a key of one's own. */
export const elasticacheKms: ReviewRule = {
  id: 'elasticache-kms',
  title: "a cache is encrypted with a key of one's own",
  rationale: 'The key of AWS cannot be taken away from somebody who may restore a snapshot.',
  remedy: "name a key in 'kms_key_id'",
  severity: 'low',
  controls: ['CKV_AWS_191'],
  page: 'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/at-rest-encryption.html',
  types: ['aws_elasticache_replication_group'],
  check: ({ block }, evidence) =>
    requires(evidence.isSet(block.kms_key_id), "'kms_key_id' is missing"),
};

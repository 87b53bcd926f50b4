import { requires, type ReviewRule } from '../rule';

/** A bucket is encrypted with a key whose use is logged and can be taken away. */
export const s3Kms: ReviewRule = {
  id: 's3-kms',
  title: 'a bucket is encrypted with a key whose use is logged and can be taken away',
  rationale:
    'With the key of S3, whoever may read the bucket may read its content; a key of KMS asks a second time.',
  remedy: "set 'sse_algorithm' to 'aws:kms' with a key of your own",
  severity: 'low',
  controls: ['S3.17', 'CKV_AWS_145', 'AWS-0132'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-17',
  types: ['aws_s3_bucket'],
  check: (bucket, evidence) => {
    const type = 'aws_s3_bucket_server_side_encryption_configuration';
    const kept = evidence.hasAttached(bucket, type, 'bucket', ({ block }) => {
      const rule = evidence.first(block.rule);
      const way = rule && evidence.first(rule.apply_server_side_encryption_by_default);
      return way && evidence.isText(way.sse_algorithm, (text) => text.startsWith('aws:kms'));
    });
    return requires(kept, "'sse_algorithm' is not 'aws:kms'");
  },
};

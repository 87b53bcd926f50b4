import { requires, type ReviewRule } from '../rule';

/** A bucket says how it encrypts. */
export const s3Encryption: ReviewRule = {
  id: 's3-encryption',
  title: 'a bucket says how it encrypts',
  rationale: 'What is not written is what the account or AWS decides today.',
  remedy: "make an 'aws_s3_bucket_server_side_encryption_configuration'",
  severity: 'low',
  controls: ['CKV_AWS_19', 'AWS-0088'],
  page: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html',
  types: ['aws_s3_bucket'],
  check: (bucket, evidence) =>
    requires(
      evidence.hasAttached(bucket, 'aws_s3_bucket_server_side_encryption_configuration', 'bucket'),
      'it has no encryption configuration',
    ),
};

import { every, requires, type ReviewRule } from '../rule';

/** A bucket cannot be made public. */
export const s3PublicAccessBlock: ReviewRule = {
  id: 's3-public-access-block',
  title: 'a bucket cannot be made public',
  rationale: 'One policy or one object with the wrong ACL publishes what is in it.',
  remedy: "make an 'aws_s3_bucket_public_access_block' with all four set to true",
  severity: 'high',
  controls: ['S3.1', 'S3.8', 'CKV_AWS_53', 'CKV_AWS_54', 'CKV_AWS_55', 'CKV_AWS_56'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-8',
  types: ['aws_s3_bucket'],
  check: (bucket, evidence) => {
    const names = ['block_public_acls', 'block_public_policy', 'ignore_public_acls'];
    const kept = evidence.hasAttached(
      bucket,
      'aws_s3_bucket_public_access_block',
      'bucket',
      ({ block }) =>
        every([...names, 'restrict_public_buckets'].map((name) => evidence.isTrue(block[name]))),
    );
    return requires(kept, 'public access is not blocked in all four ways');
  },
};

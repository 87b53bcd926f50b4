import { requires, type ReviewRule } from '../rule';

/** Access to a bucket is decided by policies, not by lists on objects. */
export const s3Ownership: ReviewRule = {
  id: 's3-ownership',
  title: 'access to a bucket is decided by policies, not by lists on objects',
  rationale: 'An object with a list of its own may be public in a bucket that is not.',
  remedy: "make an 'aws_s3_bucket_ownership_controls' with 'BucketOwnerEnforced'",
  severity: 'low',
  controls: ['S3.12', 'CKV2_AWS_65'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-12',
  types: ['aws_s3_bucket'],
  check: (bucket, evidence) => {
    const kept = evidence.hasAttached(
      bucket,
      'aws_s3_bucket_ownership_controls',
      'bucket',
      ({ block }) => {
        const rule = evidence.first(block.rule);
        return rule && evidence.isText(rule.object_ownership, (t) => t === 'BucketOwnerEnforced');
      },
    );
    return requires(kept, "'object_ownership' is not 'BucketOwnerEnforced'");
  },
};

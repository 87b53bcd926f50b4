import { requires, type ReviewRule } from '../rule';

/** A bucket keeps what is overwritten or deleted. */
export const s3Versioning: ReviewRule = {
  id: 's3-versioning',
  title: 'a bucket keeps what is overwritten or deleted',
  rationale: 'Without versions, one wrong command or one attacker deletes for good.',
  remedy: "make an 'aws_s3_bucket_versioning' with the status 'Enabled'",
  severity: 'medium',
  controls: ['S3.14', 'CKV_AWS_21', 'AWS-0090'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-14',
  types: ['aws_s3_bucket'],
  check: (bucket, evidence) => {
    const kept = evidence.hasAttached(bucket, 'aws_s3_bucket_versioning', 'bucket', ({ block }) => {
      const configuration = evidence.first(block.versioning_configuration);
      return configuration && evidence.isText(configuration.status, (text) => text === 'Enabled');
    });
    return requires(kept, 'versioning is not enabled');
  },
};

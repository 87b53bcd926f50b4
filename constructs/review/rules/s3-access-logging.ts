import { requires, type ReviewRule } from '../rule';

/** Requests to a bucket are logged. */
export const s3AccessLogging: ReviewRule = {
  id: 's3-access-logging',
  title: 'requests to a bucket are logged',
  rationale: 'Who read an object is in no other log, unless CloudTrail logs data events.',
  remedy: "make an 'aws_s3_bucket_logging', or log data events in CloudTrail and waive this",
  severity: 'low',
  controls: ['S3.9', 'CKV_AWS_18'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-9',
  types: ['aws_s3_bucket'],
  check: (bucket, evidence) =>
    requires(
      evidence.hasAttached(bucket, 'aws_s3_bucket_logging', 'bucket'),
      'it has no access log',
    ),
};

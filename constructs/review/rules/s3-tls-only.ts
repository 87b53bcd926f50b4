import { refusesPlainText } from '../evidence/public-statement';
import { requires, type ReviewRule } from '../rule';

/** A bucket refuses requests in plain text. */
export const s3TlsOnly: ReviewRule = {
  id: 's3-tls-only',
  title: 'a bucket refuses requests in plain text',
  rationale: 'S3 answers on plain HTTP as well, unless its policy refuses.',
  remedy: "deny 's3:*' to everyone where 'aws:SecureTransport' is false",
  severity: 'medium',
  controls: ['S3.5', 'AwsSolutions-S10'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-5',
  types: ['aws_s3_bucket'],
  check: (bucket, evidence) => {
    const kept = evidence.hasAttached(bucket, 'aws_s3_bucket_policy', 'bucket', ({ block }) => {
      const statements = evidence.statements(block.policy);
      return statements && refusesPlainText(statements, evidence);
    });
    return requires(kept, 'its policy does not refuse plain text');
  },
};

import { isForNamed } from '../evidence/public-statement';
import { requires, type ReviewRule } from '../rule';

/** The policy of a bucket lets in those that it names. */
export const s3PolicyPublic: ReviewRule = {
  id: 's3-policy-public',
  title: 'the policy of a bucket lets in those that it names',
  rationale: 'A statement that allows something to every principal publishes it.',
  remedy: 'name principals, or tie the statement to an account by a condition',
  severity: 'high',
  controls: ['S3.2', 'CKV_AWS_70'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-2',
  types: ['aws_s3_bucket_policy', 'aws_s3_bucket'],
  check: ({ block }, evidence) => {
    if (evidence.isSet(block.policy) === false) return [];
    const statements = evidence.statements(block.policy);
    return requires(isForNamed(statements, evidence), 'a statement allows something to everyone');
  },
};

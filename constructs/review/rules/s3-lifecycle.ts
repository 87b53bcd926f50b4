import { requires, type ReviewRule } from '../rule';

/** A bucket ends uploads that were never finished. */
export const s3Lifecycle: ReviewRule = {
  id: 's3-lifecycle',
  title: 'a bucket ends uploads that were never finished',
  rationale: 'Parts of broken uploads and old versions are paid for and seen in no list.',
  remedy:
    "make an 'aws_s3_bucket_lifecycle_configuration' with 'abort_incomplete_multipart_upload'",
  severity: 'low',
  controls: ['S3.10', 'S3.13', 'CKV2_AWS_61', 'CKV_AWS_300'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-13',
  types: ['aws_s3_bucket'],
  check: (bucket, evidence) => {
    const type = 'aws_s3_bucket_lifecycle_configuration';
    const kept = evidence.hasAttached(bucket, type, 'bucket', ({ block }) => {
      const rules = evidence.blocks(block.rule);
      return rules?.some(
        (rule) =>
          evidence.model.text(rule.status) === 'Enabled' &&
          evidence.isSet(
            evidence.first(rule.abort_incomplete_multipart_upload)?.days_after_initiation,
          ),
      );
    });
    return requires(kept, 'no lifecycle rule ends incomplete uploads');
  },
};

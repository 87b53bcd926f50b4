import { requires, type ReviewRule } from '../rule';

/** A bucket of Google keeps what is overwritten or deleted. */
export const gcsVersioning: ReviewRule = {
  id: 'gcs-versioning',
  title: 'a bucket of Google keeps what is overwritten or deleted',
  rationale: 'Without versions, one wrong command or one attacker deletes for good.',
  remedy: "set 'versioning.enabled' to true",
  severity: 'medium',
  controls: ['CKV_GCP_78'],
  page: 'https://cloud.google.com/storage/docs/object-versioning',
  types: ['google_storage_bucket'],
  check: ({ block }, evidence) => {
    const versioning = evidence.first(block.versioning);
    return requires(
      versioning && evidence.isTrue(versioning.enabled),
      "'versioning' is not enabled",
    );
  },
};

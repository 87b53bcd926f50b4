import { requires, type ReviewRule } from '../rule';

/** Access to a bucket of Google is decided in one place. */
export const gcsUniformAccess: ReviewRule = {
  id: 'gcs-uniform-access',
  title: 'access to a bucket of Google is decided in one place',
  rationale: 'An object with a list of its own may be public in a bucket that is not.',
  remedy: "set 'uniform_bucket_level_access' to true",
  severity: 'medium',
  controls: ['CKV_GCP_29', 'CIS 5.2', 'GCP-0002'],
  page: 'https://cloud.google.com/storage/docs/uniform-bucket-level-access',
  types: ['google_storage_bucket'],
  check: ({ block }, evidence) =>
    requires(
      evidence.isTrue(block.uniform_bucket_level_access),
      "'uniform_bucket_level_access' is not true",
    ),
};

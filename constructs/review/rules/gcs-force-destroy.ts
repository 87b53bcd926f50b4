import { not, requires, type ReviewRule } from '../rule';

/** A bucket of Google with objects in it is not deleted. */
export const gcsForceDestroy: ReviewRule = {
  id: 'gcs-force-destroy',
  title: 'a bucket of Google with objects in it is not deleted',
  rationale: 'A destroy of the stack would take the data along.',
  remedy: "set 'force_destroy' to false",
  severity: 'medium',
  controls: [],
  page: 'https://cloud.google.com/storage/docs/deleting-buckets',
  types: ['google_storage_bucket'],
  check: ({ block }, evidence) =>
    requires(not(evidence.isTrue(block.force_destroy)), "'force_destroy' is true"),
};

import { requires, type ReviewRule } from '../rule';

/** A bucket of Google cannot be made public. */
export const gcsPublicPrevention: ReviewRule = {
  id: 'gcs-public-prevention',
  title: 'a bucket of Google cannot be made public',
  rationale: 'One grant to everyone publishes what is in it.',
  remedy: "set 'public_access_prevention' to 'enforced'",
  severity: 'high',
  controls: ['CKV_GCP_114'],
  page: 'https://cloud.google.com/storage/docs/public-access-prevention',
  types: ['google_storage_bucket'],
  check: ({ block }, evidence) =>
    requires(
      evidence.isText(block.public_access_prevention, (text) => text === 'enforced'),
      "'public_access_prevention' is not 'enforced'",
    ),
};

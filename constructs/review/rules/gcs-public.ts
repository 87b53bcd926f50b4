import { grantsIn, isForEveryone } from '../evidence/google-member';
import { not, requires, type ReviewRule } from '../rule';

/** A bucket of Google is for those that are named. */
export const gcsPublic: ReviewRule = {
  id: 'gcs-public',
  title: 'a bucket of Google is for those that are named',
  rationale: 'One grant publishes what is in it.',
  remedy: "name accounts in 'member', not 'allUsers' or 'allAuthenticatedUsers'",
  severity: 'high',
  controls: ['CKV_GCP_28', 'CIS 5.1', 'GCP-0001'],
  page: 'https://cloud.google.com/storage/docs/access-control/making-data-public',
  types: [
    'google_storage_bucket_iam_member',
    'google_storage_bucket_iam_binding',
    'google_storage_bucket_iam_policy',
  ],
  check: (resource, evidence) =>
    grantsIn(resource, evidence).flatMap((grant) =>
      requires(not(isForEveryone(grant, evidence)), 'a role is for everyone'),
    ),
};

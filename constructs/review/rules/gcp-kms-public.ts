import { grantsIn, isForEveryone } from '../evidence/google-member';
import { not, requires, type ReviewRule } from '../rule';

/** A key of Google is for those that are named. */
export const gcpKmsPublic: ReviewRule = {
  id: 'gcp-kms-public',
  title: 'a key of Google is for those that are named',
  rationale: 'A key that everyone may use encrypts for everyone.',
  remedy: "name accounts in 'member', not 'allUsers' or 'allAuthenticatedUsers'",
  severity: 'high',
  controls: ['CKV_GCP_112', 'CIS 1.9'],
  page: 'https://cloud.google.com/kms/docs/reference/permissions-and-roles',
  types: [
    'google_kms_crypto_key_iam_member',
    'google_kms_crypto_key_iam_binding',
    'google_kms_crypto_key_iam_policy',
    'google_kms_key_ring_iam_member',
    'google_kms_key_ring_iam_binding',
    'google_kms_key_ring_iam_policy',
  ],
  check: (resource, evidence) =>
    grantsIn(resource, evidence).flatMap((grant) =>
      requires(not(isForEveryone(grant, evidence)), 'a role is for everyone'),
    ),
};

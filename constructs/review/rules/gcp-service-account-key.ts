import type { ReviewRule } from '../rule';

/** No account of Google has a key that never ends. */
export const gcpServiceAccountKey: ReviewRule = {
  id: 'gcp-service-account-key',
  title: 'no account of Google has a key that never ends',
  rationale: 'Such a key is in the state, is copied, and is found on the internet years later.',
  remedy: 'use workload identity federation',
  severity: 'high',
  controls: ['CIS 1.4', 'CKV2_GCP_3'],
  page: 'https://cloud.google.com/iam/docs/best-practices-for-managing-service-account-keys',
  types: ['google_service_account_key'],
  check: () => [{ verdict: 'broken', reason: 'it lasts until somebody deletes it' }],
};

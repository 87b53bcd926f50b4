import { requires, type ReviewRule } from '../rule';

/** A key of Google is not destroyed with its stack. */
export const gcpKmsKept: ReviewRule = {
  id: 'gcp-kms-kept',
  title: 'a key of Google is not destroyed with its stack',
  rationale: 'With the key goes everything that it encrypted.',
  remedy: "set 'prevent_destroy' to true in 'lifecycle'",
  severity: 'medium',
  controls: ['CKV_GCP_82'],
  page: 'https://cloud.google.com/kms/docs/destroy-restore',
  types: ['google_kms_crypto_key'],
  check: ({ block }, evidence) => {
    const lifecycle = evidence.first(block.lifecycle);
    return requires(
      lifecycle && evidence.isTrue(lifecycle.prevent_destroy),
      "'prevent_destroy' is not true",
    );
  },
};

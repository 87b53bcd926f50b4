import { requires, type ReviewRule } from '../rule';

/** A key of Google is renewed every 90 days. */
export const gcpKmsRotation: ReviewRule = {
  id: 'gcp-kms-rotation',
  title: 'a key of Google is renewed every 90 days',
  rationale: 'What a lost key can read ends with the next one.',
  remedy: "set 'rotation_period' to '7776000s' or less",
  severity: 'medium',
  controls: ['CKV_GCP_43', 'CIS 1.10', 'GCP-0065'],
  page: 'https://cloud.google.com/kms/docs/key-rotation',
  types: ['google_kms_crypto_key'],
  check: ({ block }, evidence) =>
    evidence.isText(block.purpose, (text) => text === 'ENCRYPT_DECRYPT', 'ENCRYPT_DECRYPT') ===
    false
      ? []
      : requires(
          evidence.isText(block.rotation_period, (text) => {
            const seconds = Number(/^(\d+)(\.0+)?s$/.exec(text)?.[1] ?? Infinity);
            return seconds <= 7_776_000;
          }),
          "'rotation_period' is longer than 90 days",
        ),
};

import { requires, type ReviewRule } from '../rule';

/** A certificate has a key that is long enough. */
export const acmKey: ReviewRule = {
  id: 'acm-key',
  title: 'a certificate has a key that is long enough',
  rationale: 'A key of 1024 bits is broken by whoever has the money.',
  remedy: "set 'key_algorithm' to 'RSA_2048' or an elliptic curve",
  severity: 'medium',
  controls: ['ACM.2'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/acm-controls.html#acm-2',
  types: ['aws_acm_certificate'],
  check: ({ block }, evidence) =>
    requires(
      evidence.isText(block.key_algorithm, (text) => text !== 'RSA_1024', 'RSA_2048'),
      "'key_algorithm' is 'RSA_1024'",
    ),
};

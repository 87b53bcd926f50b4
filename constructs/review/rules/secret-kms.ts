import { requires, type ReviewRule } from '../rule';

/** A secret is encrypted with a key of one's own. */
export const secretKms: ReviewRule = {
  id: 'secret-kms',
  title: "a secret is encrypted with a key of one's own",
  rationale: 'The key of AWS cannot be taken away from somebody who may read the secret.',
  remedy: "name a key in 'kms_key_id'",
  severity: 'low',
  controls: ['CKV_AWS_149', 'AWS-0098'],
  page: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html',
  types: ['aws_secretsmanager_secret'],
  check: ({ block }, evidence) =>
    requires(evidence.isSet(block.kms_key_id), "'kms_key_id' is missing"),
};

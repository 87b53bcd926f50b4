import { requires, type ReviewRule } from '../rule';

/** A registry is encrypted with a key whose use is logged and can be taken away. */
export const ecrKms: ReviewRule = {
  id: 'ecr-kms',
  title: 'a registry is encrypted with a key whose use is logged and can be taken away',
  rationale:
    'With the key of the service, whoever may pull may read; a key of KMS asks a second time.',
  remedy: "set 'encryption_type' to 'KMS', which makes the registry anew",
  severity: 'low',
  controls: ['CKV_AWS_136', 'AWS-0033'],
  page: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html',
  types: ['aws_ecr_repository'],
  check: ({ block }, evidence) => {
    const encryption = evidence.first(block.encryption_configuration);
    return requires(
      encryption &&
        evidence.isText(encryption.encryption_type, (text) => text.startsWith('KMS'), 'AES256'),
      "'encryption_type' is not 'KMS'",
    );
  },
};

import { requires, type ReviewRule } from '../rule';

/** A secret is renewed by itself. */
export const secretRotation: ReviewRule = {
  id: 'secret-rotation',
  title: 'a secret is renewed by itself',
  rationale: 'What was copied once can be used for ever.',
  remedy: "make an 'aws_secretsmanager_secret_rotation', or waive it and say who renews it",
  severity: 'low',
  controls: ['SecretsManager.1', 'SecretsManager.4', 'CKV2_AWS_57'],
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/secretsmanager-controls.html#secretsmanager-1',
  types: ['aws_secretsmanager_secret'],
  check: (secret, evidence) =>
    requires(
      evidence.hasAttached(secret, 'aws_secretsmanager_secret_rotation', 'secret_id'),
      'it has no rotation',
    ),
};

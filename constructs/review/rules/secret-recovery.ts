import { requires, type ReviewRule } from '../rule';

/** A secret can be called back for a week after its deletion. */
export const secretRecovery: ReviewRule = {
  id: 'secret-recovery',
  title: 'a secret can be called back for a week after its deletion',
  rationale: 'A secret that is gone at once takes every service along that starts anew.',
  remedy: "set 'recovery_window_in_days' to 7 or more",
  severity: 'medium',
  controls: [],
  page: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html',
  types: ['aws_secretsmanager_secret'],
  check: ({ block }, evidence) =>
    requires(
      evidence.isNumber(block.recovery_window_in_days, (days) => days >= 7, 30),
      "'recovery_window_in_days' is less than 7",
    ),
};

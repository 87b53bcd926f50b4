import type { Evidence } from '../evidence/evidence';
import { not, requires, type ReviewRule } from '../rule';

/** No secret is in the code or the state. */
export const secretInState: ReviewRule = {
  id: 'secret-in-state',
  title: 'no secret is in the code or the state',
  rationale: 'Whoever may read the state has the secret, and so has every copy of it.',
  remedy: "use the write-only argument ('secret_string_wo', 'value_wo')",
  severity: 'high',
  controls: [],
  page: 'https://developer.hashicorp.com/terraform/language/resources/ephemeral/write-only',
  types: [
    'aws_secretsmanager_secret_version',
    'aws_ssm_parameter',
    'aws_elasticache_replication_group',
  ],
  check: ({ type, block }, evidence) => {
    const [argument = '', secret] =
      type === 'aws_ssm_parameter'
        ? ['value', evidence.isText(block.type, (text) => text === 'SecureString')]
        : [type === 'aws_secretsmanager_secret_version' ? 'secret_string' : 'auth_token', true];
    return secret === false
      ? []
      : requires(not(isKept(block[argument], evidence)), `'${argument}' is kept in the state`);
  },
};

/** Whatever is written there is in the state, even where it comes from somewhere else. */
function isKept(raw: unknown, evidence: Evidence): boolean {
  return evidence.isSet(raw) !== false;
}

import type { Evidence } from './evidence';
import { isStar, type PolicyStatement, visibleText } from './policy-statement';

/** Keys that tie a caller to an account, an organisation, a network or a resource. */
const tyingKeys =
  /^(aws:(principalaccount|principalarn|principalorgid|principalorgpaths|sourceaccount|sourcearn|sourceowner|sourceorgid|sourcevpc|sourcevpce|sourceip|resourceaccount|userid|viaawsservice)|elasticfilesystem:accessedviamounttarget|kms:calleraccount|kms:viaservice|s3:dataaccesspointaccount)$/;
const tyingOperators =
  /^(foranyvalue:)?(stringequals|stringlike|stringequalsignorecase|arnequals|arnlike|ipaddress|bool)$/;

/** Whether a statement allows something to everyone: any principal, and no condition that says who. */
export function isPublicStatement(statement: PolicyStatement, evidence: Evidence): boolean {
  if (statement.effect !== 'Allow' || !isForEveryone(statement, evidence)) return false;
  return !(statement.conditions ?? []).some(
    ({ operator, key, values }) =>
      tyingKeys.test(key) &&
      tyingOperators.test(operator) &&
      (values ?? []).every(
        (value) => !/^(\*|0\.0\.0\.0\/0|::\/0)$/.test(visibleText(evidence.model, value)),
      ),
  );
}

/** Whether a statement is about every principal. */
export function isForEveryone(statement: PolicyStatement, evidence: Evidence): boolean {
  if (statement.allPrincipalsBut) return true;
  return (statement.principals ?? []).some(
    ({ kind, values }) =>
      ['AWS', '*'].includes(kind) && values.some((value) => isStar(evidence.model, value) === true),
  );
}

/** Whether a policy refuses everyone who does not come over TLS. */
export function refusesPlainText(
  statements: readonly PolicyStatement[],
  evidence: Evidence,
): boolean {
  return statements.some(
    (statement) =>
      statement.effect === 'Deny' &&
      isForEveryone(statement, evidence) &&
      (statement.conditions ?? []).some(
        ({ operator, key, values }) =>
          operator.startsWith('bool') &&
          key === 'aws:securetransport' &&
          (values ?? []).some((value) => String(value) === 'false'),
      ),
  );
}

import type { Evidence } from './evidence';
import { parseRange } from '../address-range';
import { isWide } from './open-port';
import {
  isStar,
  type PolicyCondition,
  type PolicyStatement,
  visibleText,
} from './policy-statement';
import { not, some } from '../rule';

/** Keys that tie a caller to an account, an organisation, a network or a resource. */
const tyingKeys =
  /^(aws:(principalaccount|principalarn|principalorgid|principalorgpaths|sourceaccount|sourcearn|sourceowner|sourceorgid|sourceorgpaths|sourcevpc|sourcevpcarn|sourcevpce|sourceip|userid)|elasticfilesystem:accessedviamounttarget|kms:calleraccount|s3:dataaccesspoint(account|arn))$/;
const tyingOperators =
  /^(foranyvalue:)?(stringequals|stringlike|stringequalsignorecase|arnequals|arnlike|ipaddress|bool)$/;

/** Whether a condition lets in some callers alone: one that holds without its key, or for everybody, does not. */
export function ties(
  { operator, key, values }: PolicyCondition,
  evidence: Evidence,
  keys = tyingKeys,
): boolean {
  if (!keys.test(key) || !tyingOperators.test(operator)) return false;
  const texts = (values ?? []).map((value) => visibleText(evidence.model, value));
  if (operator.endsWith('bool')) return texts.every((text) => text === 'true');
  if (key === 'aws:sourceip') return !isWide(texts.flatMap((text) => parseRange(text) ?? []));
  return !texts.some((text) => /^\*+$/.test(text) || isAnyAccount(text));
}

/** Whether an ARN stands for the same name in every account: `arn:aws:iam::*:role/x`. */
function isAnyAccount(text: string): boolean {
  const parts = text.split(':');
  if (parts[0] !== 'arn') return false;
  return parts.length < 6 ? parts.at(-1) === '*' : parts[4] === '*';
}

/**
 * Whether a statement allows something to everyone: any principal, and no condition that says who. Undefined where the
 * document does not tell.
 */
export function isPublicStatement(
  statement: PolicyStatement,
  evidence: Evidence,
): boolean | undefined {
  if (statement.effect !== 'Allow') return false;
  const everyone = isForEveryone(statement, evidence);
  if (everyone === false) return false;
  if (!statement.conditions) return undefined;
  return statement.conditions.some((condition) => ties(condition, evidence)) ? false : everyone;
}

/** Whether none of the statements of a policy is for everyone. */
export function isForNamed(
  statements: readonly PolicyStatement[] | undefined,
  evidence: Evidence,
): boolean | undefined {
  return statements && not(some(statements.map((one) => isPublicStatement(one, evidence))));
}

/** Whether a statement is about every principal. */
export function isForEveryone(
  { principals, allPrincipalsBut }: PolicyStatement,
  evidence: Evidence,
): boolean | undefined {
  if (allPrincipalsBut) return true;
  return (
    principals &&
    some(
      principals
        .filter(({ kind }) => ['AWS', '*', '?'].includes(kind))
        .flatMap(({ values }) => values.map((value) => isStar(evidence.model, value))),
    )
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
      isForEveryone(statement, evidence) === true &&
      // a second condition would let plain text through where it does not hold
      statement.conditions?.length === 1 &&
      statement.conditions.some(
        ({ operator, key, values }) =>
          operator.startsWith('bool') &&
          key === 'aws:securetransport' &&
          (values ?? []).some((value) => String(value) === 'false'),
      ),
  );
}

import type { Complaint } from '../rule';
import type { Evidence } from './evidence';
import { type PolicyCondition, type PolicyStatement, visibleText } from './policy-statement';

const issuer = 'token.actions.githubusercontent.com';

/** Whether a statement trusts tokens of GitHub Actions. */
export function trustsGithub(statement: PolicyStatement, evidence: Evidence): boolean {
  // who compares its claims trusts it, whatever the provider is called
  if (statement.conditions?.some(({ key }) => key.startsWith(`${issuer}:`))) return true;
  return (statement.principals ?? []).some(({ values }) =>
    values.some((value) => {
      const provider = evidence.target(value);
      const { url, arn } =
        provider?.type === 'aws_iam_openid_connect_provider' ? provider.block : { arn: value };
      return visibleText(evidence.model, url ?? arn).includes(issuer);
    }),
  );
}

/** What is wrong with a statement that trusts tokens of GitHub: it must name the audience and whole subjects. */
export function githubComplaints(
  { conditions }: PolicyStatement,
  evidence: Evidence,
): readonly Complaint[] {
  if (!conditions) return [{ verdict: 'unread', reason: 'its conditions cannot be read' }];
  const problems = githubProblems(conditions, evidence);
  if (problems.length > 0) return problems.map((reason) => ({ verdict: 'broken', reason }));
  return conditions
    .filter((one) => hidesPattern(one, evidence))
    .map(({ key }) => ({
      verdict: 'unread',
      reason: `it cannot be read whether '${key.slice(issuer.length + 1)}' is compared with a pattern`,
    }));
}

function githubProblems(conditions: readonly PolicyCondition[], evidence: Evidence): string[] {
  const problems: string[] = [];
  const ours = conditions.filter(({ key }) => key.startsWith(`${issuer}:`));
  if (ours.some(({ operator }) => operator.startsWith('forallvalues:'))) {
    problems.push("'ForAllValues' holds where the token lacks the claim");
  }
  const exact = (claim: string): string[] =>
    ours
      .filter((one) => one.key === `${issuer}:${claim}` && isExact(one))
      .flatMap((one) => valuesOf(one, evidence));
  const audiences = exact('aud');
  if (audiences.length === 0 || audiences.some((value) => value !== 'sts.amazonaws.com')) {
    problems.push("'aud' is not compared with 'sts.amazonaws.com'");
  }
  // an id of a repository is as exact as a subject, and survives a new name
  const names = [...exact('sub'), ...exact('repository_id')];
  if (names.length === 0) problems.push("neither 'sub' nor 'repository_id' is compared as a whole");
  const open = names.filter((value) => value.includes('*') || /^repo:[^/:]+$/.test(value));
  if (open.length > 0) problems.push(`'${open.join("', '")}' is no whole subject`);
  return problems;
}

/** Whether a condition compares whole texts. A pattern without a star or a question mark does as well. */
function isExact({ operator, values }: PolicyCondition): boolean {
  if (/^(foranyvalue:)?stringequals$/.test(operator)) return true;
  const plain = (value: unknown) => !/[*?]/.test(String(value).replace(/\$\{[^}]*\}/g, ''));
  return /^(foranyvalue:)?stringlike$/.test(operator) && (values ?? ['*']).every(plain);
}

/** Whether what only the deployment knows may be a star, where stars count. */
function hidesPattern(condition: PolicyCondition, evidence: Evidence): boolean {
  return (
    /^(foranyvalue:)?stringlike$/.test(condition.operator) &&
    [`${issuer}:sub`, `${issuer}:repository_id`].includes(condition.key) &&
    valuesOf(condition, evidence).some((value) => value.includes('?'))
  );
}

function valuesOf({ values }: PolicyCondition, evidence: Evidence): string[] {
  return (values ?? ['${?}']).map((value) => visibleText(evidence.model, value));
}

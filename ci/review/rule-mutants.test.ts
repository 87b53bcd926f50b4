import { reviewRules } from '../../constructs/review/judge/rule-registry';
import { outcomeProblems, ruleOutcomes } from './rule-mutants/outcome';
import { printOutcomes } from './rule-mutants/print';
import { stacksWithEverything } from './rule-mutants/stacks';

const stacks = stacksWithEverything();
const outcomes = ruleOutcomes(stacks);
const mutated = outcomes.filter(({ mutants }) => mutants > 0);

it.each(mutated)('$rule sees a real resource that was made as bad as its cases', ({ killed }) => {
  expect(killed).toBeGreaterThan(0);
});

it('every mutant that no rule sees breaks nothing, and every explanation explains one', () => {
  expect(outcomeProblems(outcomes)).toEqual([]);
});

it('every rule has mutants, or a resource of our stacks is missing or breaks it already', () => {
  const others = outcomes.filter(({ mutants }) => mutants === 0);

  expect(mutated.length + others.length).toBe(reviewRules.length);
  for (const { why } of others) expect(why).toMatch(/^(no stack makes any of|none of the \d+)/);
  // a kind of resource that the stacks lose takes its rule's mutants with it
  expect(others.filter(({ why }) => why?.startsWith('no ')).map(({ rule }) => rule)).toEqual([
    'budget-notified',
    'cloudfront-https',
    'cloudfront-tls',
    'cloudfront-waf',
    'ecr-policy-public',
    'gcp-kms-kept',
    'gcp-kms-public',
    'gcp-kms-rotation',
    'gcp-service-account-key',
    'iam-access-key',
    'nacl-open',
  ]);
});

it('a rule that sees its cases alone is found out, and one that sees nothing', () => {
  const rule = reviewRules.find(({ id }) => id === 'ecr-immutable')!;
  const own: typeof rule.check = (resource, evidence) =>
    /\.\w$/.test(resource.address) ? rule.check(resource, evidence) : [];

  const found = ruleOutcomes(stacks, [
    { ...rule, check: own },
    { ...rule, check: () => [] },
  ]);

  expect(outcomeProblems(found)).toEqual([
    expect.stringMatching(/^ecr-immutable does not see (\d+) of \1 mutants, and nothing explains/),
  ]);
  expect(printOutcomes(found)).toMatch(/, (\d+) mutants, 0 seen, \1 not, \1 of them unexplained$/);
  expect(found).toMatchObject([
    { killed: 0, why: undefined },
    { mutants: 0, why: expect.stringMatching(/^no bad case is about any of the \d+ /) as string },
  ]);
});

it('a blind rule and an explanation of nothing are found out', () => {
  const rule = reviewRules.find(({ id }) => id === 'waf-known-bad-inputs')!;
  const explaining = (includes: boolean) => ({
    [rule.id]: { reason: 'reason', includes: () => includes },
  });

  const [unexplained, explained] = [false, true].map((includes) =>
    outcomeProblems(ruleOutcomes(stacks, [rule], explaining(includes)), explaining(includes)),
  );
  const whole = { 'ecr-immutable': { reason: 'reason', includes: () => true } };
  const seen = reviewRules.filter(({ id }) => id === 'ecr-immutable');

  expect(unexplained).toEqual([
    'waf-known-bad-inputs does not see 2 of 5 mutants, and nothing explains them',
  ]);
  expect(explained).toEqual([]);
  expect(outcomeProblems(ruleOutcomes(stacks, seen, whole), whole)).toEqual([
    'ecr-immutable has an explanation of no mutant',
  ]);
});

it('the last line counts rules, mutants and what was seen', () => {
  const killed = outcomes.reduce((sum, outcome) => sum + outcome.killed, 0);
  const mutants = outcomes.reduce((sum, outcome) => sum + outcome.mutants, 0);

  expect(printOutcomes(outcomes).split('\n').at(-1)).toBe(
    `${reviewRules.length} rules, ${mutated.length} with mutants of real resources, ${mutants} mutants, ${killed} seen, ${mutants - killed} not, all explained`,
  );
});

import { corpus } from '../../../constructs/review/corpus/every.fixture';
import { judgeStack } from '../../../constructs/review/judge/judge';
import { Model } from '../../../constructs/review/model';
import type { ReviewRule } from '../../../constructs/review/rule';
import { reviewRules } from '../../../constructs/review/judge/rule-registry';
import { type Equivalent, equivalents } from './equivalent';
import { badCasesOf, type Document, mutationsOf } from './mutation';

/** What became of the mutants of one rule. */
export interface Outcome {
  /** Id of the rule. */
  readonly rule: string;

  /** Resources of our stacks that keep the rule and were made worse. */
  readonly resources: number;

  /** Documents with one resource made worse. */
  readonly mutants: number;

  /** Those of them in which the rule finds that resource broken. */
  readonly killed: number;

  /** Those of the others that break nothing, which is explained. */
  readonly explained: number;

  /** What explains them, or why there is no mutant; undefined where neither is so. */
  readonly why: string | undefined;
}

/** Makes a resource of each stack that keeps a rule as bad as the rule's bad cases, and asks the rule. */
export function ruleOutcomes(
  stacks: ReadonlyMap<string, Document>,
  rules: readonly ReviewRule[] = reviewRules,
  explanations: Readonly<Record<string, Equivalent>> = equivalents,
): Outcome[] {
  return rules.map((rule) => outcomeOf(rule, [...stacks.values()], explanations[rule.id]));
}

/** What is wrong with the outcomes, one line each: a mutant that nobody explains, an explanation of none. */
export function outcomeProblems(
  outcomes: readonly Outcome[],
  explanations: Readonly<Record<string, Equivalent>> = equivalents,
): string[] {
  return outcomes.flatMap(({ rule, mutants, killed, explained }) => {
    const left = mutants - killed - explained;
    if (left > 0) {
      return [`${rule} does not see ${left} of ${mutants} mutants, and nothing explains them`];
    }
    return explanations[rule] && explained === 0 ? [`${rule} has an explanation of no mutant`] : [];
  });
}

function outcomeOf(
  rule: ReviewRule,
  stacks: readonly Document[],
  equivalent: Equivalent | undefined,
): Outcome {
  const cases = corpus[rule.id] ?? { bad: [], good: [] };
  const badCases = badCasesOf(rule, cases);
  const judged = stacks.map((document) => ({ document, ...judgedBy(rule, document) }));
  const results = judged.flatMap(({ document, kept }) =>
    badCases.flatMap((bad) => {
      const real = kept.find(({ type }) => type === bad.type);
      return real
        ? mutationsOf(document, real, rule, bad, cases).map((mutant) => ({
            real,
            killed: isBroken(rule, mutant, real.address),
            explained: isOneOf(equivalent, mutant, real.address),
          }))
        : [];
    }),
  );
  const killed = results.filter((one) => one.killed).length;
  const explained = results.filter((one) => !one.killed && one.explained).length;
  const [all, kept] = [judged.flatMap((one) => one.resources), judged.flatMap((one) => one.kept)];
  return {
    rule: rule.id,
    resources: new Set(results.map(({ real }) => real)).size,
    mutants: results.length,
    killed,
    explained,
    why:
      results.length === 0
        ? reasonOf(rule, all.length, kept.length)
        : explained > 0
          ? equivalent?.reason
          : undefined,
  };
}

/** The resources of a document that a rule is about, and those of them that keep it. */
function judgedBy(rule: ReviewRule, document: Document) {
  const resources = new Model(document).all(...rule.types);
  const { findings } = judgeStack(document, undefined, [rule]);
  const bad = new Set(findings.map(({ address }) => address));
  return { resources, kept: resources.filter(({ address }) => !bad.has(address)) };
}

function isBroken(rule: ReviewRule, document: Document, address: string): boolean {
  return judgeStack(document, undefined, [rule]).findings.some(
    (finding) => finding.verdict === 'broken' && finding.address === address,
  );
}

/** Whether a mutant is one of those that break nothing. */
function isOneOf(equivalent: Equivalent | undefined, mutant: Document, address: string): boolean {
  const resource = equivalent && new Model(mutant).resources.get(address);
  return resource ? equivalent.includes(resource.block) : false;
}

function reasonOf({ types }: ReviewRule, all: number, kept: number): string {
  if (all === 0) return `no stack makes any of ${types.join(', ')}`;
  return kept === 0
    ? `none of the ${all} resources that it judges keeps it`
    : `no bad case is about any of the ${kept} resources that keep it`;
}

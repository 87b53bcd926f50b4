import type { Evidence } from './evidence/evidence';
import type { Resource } from './model';

/** How much a broken rule matters. */
export type Severity = 'high' | 'medium' | 'low';

/** Why a resource does not keep a rule. */
export interface Complaint {
  /** Whether the document shows it, or only does not show the opposite. */
  readonly verdict: 'broken' | 'unread';

  /** What was found, as one sentence without a full stop. */
  readonly reason: string;
}

/** What is known of a rule before anything is judged. */
export interface RuleText {
  /** Name in kebab-case, which is the name of its file too. */
  readonly id: string;

  /** What holds where the rule is kept, as one sentence without a full stop. */
  readonly title: string;

  /** What happens where it is not kept. */
  readonly rationale: string;

  /** What to write. */
  readonly remedy: string;

  /** How much it matters. */
  readonly severity: Severity;

  /** The same control elsewhere: `ECS.5` of Security Hub, `CKV_AWS_336` of checkov, `CIS 5.2`. */
  readonly controls: readonly string[];

  /**
   * The vendor's page.
   *
   * @default - no vendor has one
   */
  readonly page?: string;
}

/** A rule that resources of some types keep or break. */
export interface ReviewRule extends RuleText {
  /** Types of the resources that it judges. */
  readonly types: readonly string[];

  /** Everything that is wrong with one of them: pure, and quick enough to run on each. */
  readonly check: (resource: Resource, evidence: Evidence) => readonly Complaint[];
}

/** A complaint about one resource of a stack. */
export interface Finding extends Complaint {
  /** The rule that is broken. */
  readonly rule: RuleText;

  /** The resource. */
  readonly address: string;
}

/**
 * No complaint where something holds, one where it does not, and one of another kind where that cannot be told.
 *
 * @param holds undefined where the document does not tell
 * @param opposite what is so where it does not hold: `'encrypted' is not true`
 */
export function requires(holds: boolean | undefined, opposite: string): Complaint[] {
  if (holds === true) return [];
  return holds === false
    ? [{ verdict: 'broken', reason: opposite }]
    : [{ verdict: 'unread', reason: `it cannot be read whether ${opposite}` }];
}

/** Whether all of some facts hold: one that does not decides, one that cannot be told leaves it open. */
export function every(facts: readonly (boolean | undefined)[]): boolean | undefined {
  if (facts.includes(false)) return false;
  return facts.includes(undefined) ? undefined : true;
}

/** Whether one of some facts holds. */
export function some(facts: readonly (boolean | undefined)[]): boolean | undefined {
  if (facts.includes(true)) return true;
  return facts.includes(undefined) ? undefined : false;
}

/** The opposite of a fact. */
export function not(fact: boolean | undefined): boolean | undefined {
  return fact === undefined ? undefined : !fact;
}

/** A fact that only counts where it holds: whether the rule applies is not known. */
export function unlessKept(fact: boolean | undefined): boolean | undefined {
  return fact === true ? true : undefined;
}

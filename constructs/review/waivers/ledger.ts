import type { Judgement } from '../judge/judge';
import { premises } from './premise';
import type { Finding, RuleText } from '../rule';
import { isNamed, type Waiver } from './waiver';

/** A finding that somebody decided to live with. */
export interface WaivedFinding extends Finding {
  /** The decision. */
  readonly waiver: Waiver;
}

/** The findings of one stack after its waivers. */
export interface Verdict {
  /** Number of resources that the stack makes. */
  readonly resources: number;

  /** What is to be done, and what could not be read. */
  readonly findings: readonly Finding[];

  /** What somebody decided to live with. */
  readonly waived: readonly WaivedFinding[];
}

/** What may be wrong with a waiver itself. */
export const ledgerRules = {
  expired: {
    id: 'waiver-expired',
    title: 'a waiver is renewed or removed before its day',
    rationale:
      'What was decided a while ago for a while is forgotten unless somebody decides again.',
    remedy: "fix the resource, or decide anew and write a later day in 'expires'",
    severity: 'medium',
    controls: [],
  },
  unused: {
    id: 'waiver-unused',
    title: 'a waiver is for something that is there',
    rationale: 'A waiver for nothing waits for somebody to break the rule unseen.',
    remedy: 'remove the waiver, or correct the address of its resource',
    severity: 'medium',
    controls: [],
  },
} as const satisfies Record<string, RuleText>;

/**
 * Divides what the rules found into what is to be done and what is waived.
 *
 * @param today the day of the review: `2026-11-21`
 */
export function applyWaivers(
  judgements: ReadonlyMap<string, Judgement>,
  waivers: readonly Waiver[],
  today: string,
): Map<string, Verdict> {
  return new Map(
    [...judgements].map(([stack, judgement]) => {
      const own = waivers.filter((waiver) => waiver.stack === stack);
      return [stack, verdictOf(judgement, own, today)];
    }),
  );
}

/** What is wrong with waivers of stacks that are not there, one line each. */
export function strayWaivers(
  judgements: ReadonlyMap<string, unknown>,
  waivers: readonly Waiver[],
): string[] {
  return waivers
    .filter(({ stack, optional }) => !judgements.has(stack) && !optional)
    .map(
      ({ rule, stack, resource }) =>
        `a waiver for ${resource} waives ${rule} in the stack ${stack}, which is not there; remove it`,
    );
}

function verdictOf(judgement: Judgement, waivers: readonly Waiver[], today: string): Verdict {
  const [findings, waived]: [Finding[], WaivedFinding[]] = [[], []];
  const used = new Set<Waiver>();
  for (const finding of judgement.findings) {
    const matching = waivers.filter(
      (waiver) => waiver.rule === finding.rule.id && isNamed(finding.address, waiver),
    );
    for (const waiver of matching) used.add(waiver);
    const objections = matching.map((waiver) => objectionTo(waiver, finding, judgement, today));
    const waiver = matching[objections.indexOf(undefined)];
    if (waiver) waived.push({ ...finding, waiver });
    else {
      const reason = [finding.reason, ...objections.filter((text) => text !== undefined)].join(
        '; ',
      );
      findings.push({ ...finding, reason });
    }
  }
  const ledger = waivers.flatMap((waiver) => ledgerFindings(waiver, used.has(waiver), today));
  return { resources: judgement.resources, findings: [...findings, ...ledger], waived };
}

/** Why a waiver does not count for a finding, or undefined where it does. */
function objectionTo(
  { expires, premise }: Waiver,
  { address }: Finding,
  { evidence }: Judgement,
  today: string,
): string | undefined {
  if (today > expires) return `its waiver ended on ${expires}`;
  const fact = premise === undefined ? undefined : premises[premise];
  const resource = evidence.model.resources.get(address);
  if (!fact || !resource || fact.holds(resource, evidence) === true) return undefined;
  return `its waiver does not count, since review does not find that ${fact.title}`;
}

function ledgerFindings(waiver: Waiver, isUsed: boolean, today: string): Finding[] {
  const { rule, resource: address, expires } = waiver;
  if (!isUsed) {
    if (waiver.optional) return [];
    const reason = `the waiver of ${rule} matches no finding`;
    return [{ rule: ledgerRules.unused, address, verdict: 'broken', reason }];
  }
  if (today <= expires) return [];
  const reason = `the waiver of ${rule} ended on ${expires}`;
  return [{ rule: ledgerRules.expired, address, verdict: 'broken', reason }];
}

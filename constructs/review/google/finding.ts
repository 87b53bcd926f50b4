import type { Step } from '../graph';

/** Whether one condition of a way holds, with what shows it. */
export type Finding =
  | { readonly verdict: 'open'; readonly steps: readonly Step[] }
  | { readonly verdict: 'unknown'; readonly steps: readonly Step[] }
  /** It does not; the reason says what to do about it. */
  | { readonly verdict: 'closed'; readonly reason: string };

/** A condition that holds. */
export function open(...steps: readonly Step[]): Finding {
  return { verdict: 'open', steps };
}

/** A condition that cannot be decided. */
export function dark(text: string, address?: string): Finding {
  return { verdict: 'unknown', steps: [{ address, text }] };
}

/** A condition that does not hold. */
export function closed(reason: string): Finding {
  return { verdict: 'closed', reason };
}

/** Conditions that must all hold: the first that does not decides. */
export function all(...findings: readonly Finding[]): Finding {
  const steps: Step[] = [];
  let verdict: 'open' | 'unknown' = 'open';
  for (const finding of findings) {
    if (finding.verdict === 'closed') return finding;
    if (finding.verdict === 'unknown') verdict = 'unknown';
    steps.push(...finding.steps);
  }
  return { verdict, steps };
}

/** Conditions of which one is enough: the most certain decides, and the first says why none holds. */
export function any(first: Finding, ...others: readonly Finding[]): Finding {
  const findings = [first, ...others];
  return (
    findings.find(({ verdict }) => verdict === 'open') ??
    findings.find(({ verdict }) => verdict === 'unknown') ??
    first
  );
}

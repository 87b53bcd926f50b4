import type { Verdict } from '../waivers/ledger';
import type { Finding } from '../rule';
import { reviewRules } from '../judge/rule-registry';
import { printable } from './printable';
import { columns } from './table';

/** What the rules say of one stack, as the parts of a report; nothing where they are kept. */
export function printVerdict({ findings }: Verdict): string[] {
  const broken = findings.filter(({ verdict }) => verdict === 'broken');
  const unread = findings.filter(({ verdict }) => verdict === 'unread');
  return [
    ...(broken.length > 0 ? ['  broken rules:', ...broken.flatMap(brokenLines)] : []),
    ...(unread.length > 0 ? ['  rules that cannot be judged:', ...unread.map(unreadLine)] : []),
  ];
}

/** How much was judged and what came out of it: `80 rules, 12 resources, 0 findings, 3 waived, 0 not judged`. */
export function countsLine(verdicts: ReadonlyMap<string, Verdict>): string {
  const all = [...verdicts.values()];
  const findings = all.flatMap((verdict) => verdict.findings);
  const broken = findings.filter(({ verdict }) => verdict === 'broken').length;
  const resources = all.reduce((sum, verdict) => sum + verdict.resources, 0);
  const waived = all.reduce((sum, verdict) => sum + verdict.waived.length, 0);
  return [
    `${reviewRules.length} rules`,
    `${resources} ${resources === 1 ? 'resource' : 'resources'}`,
    `${broken} ${broken === 1 ? 'finding' : 'findings'}`,
    `${waived} waived`,
    `${findings.length - broken} not judged`,
  ].join(', ');
}

/** Every rule in a table. */
export function printRules(): string {
  const rows = reviewRules.map(({ id, severity, title }) => [id, severity, title]);
  return `${columns(['rule', 'severity', 'what holds'], rows)}\n\n${reviewRules.length} rules`;
}

function brokenLines({ rule, address, reason }: Finding): string[] {
  return [
    `  ${printable(`${address} breaks ${rule.id} (${rule.severity})`)}`,
    `      ${printable(`${reason}; ${rule.remedy}`)}`,
  ];
}

function unreadLine({ rule, address, reason }: Finding): string {
  return `  ${printable(`${address} by ${rule.id}: ${reason}`)}`;
}

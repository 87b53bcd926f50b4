import { columns } from '../../../constructs/review/report/table';
import type { Outcome } from './outcome';

/** Every rule with its mutants, or why it has none, and how many there are at the end. */
export function printOutcomes(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map((outcome) => [outcome.rule, saidOf(outcome)]);
  const sum = (count: (outcome: Outcome) => number) =>
    outcomes.reduce((before, outcome) => before + count(outcome), 0);
  const [mutants, killed] = [sum((one) => one.mutants), sum((one) => one.killed)];
  const left = mutants - killed - sum((one) => one.explained);
  const counts = [
    `${outcomes.length} rules`,
    `${outcomes.filter((one) => one.mutants > 0).length} with mutants of real resources`,
    `${mutants} mutants`,
    `${killed} seen`,
    `${mutants - killed} not`,
    left > 0 ? `${left} of them unexplained` : 'all explained',
  ];
  return `${columns(['rule', 'real resources made worse'], rows)}\n\n${counts.join(', ')}`;
}

function saidOf({ resources, mutants, killed, explained, why }: Outcome): string {
  if (mutants === 0) return String(why);
  const seen = `${killed} of ${mutants} mutants of ${resources} resources seen`;
  return explained === 0 ? seen : `${seen}, ${explained} break nothing: ${why}`;
}

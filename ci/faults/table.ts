import { columns } from '../../constructs/review/report/table';
import type { Outcome } from './fault';

const head = [
  'fault',
  'rounds',
  'requests',
  'acknowledged',
  'lost',
  'failed',
  'measured, and its bound',
  'verdict',
  'seconds',
];

/** What the faults came to, one row each, and every problem below. */
export function table(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map((outcome) => {
    const { rounds, requests, acknowledged, lost, failed, measured } = outcome.measured;
    return [
      outcome.name,
      ...[rounds, requests, acknowledged, lost, failed].map(String),
      measured,
      hasPassed(outcome) ? 'passed' : 'FAILED',
      outcome.seconds.toFixed(1),
    ];
  });
  const problems = outcomes.flatMap(({ name, measured }) =>
    measured.problems.map((problem) => `  ${name}: ${problem}`),
  );
  return [columns(head, rows), ...(problems.length === 0 ? [] : ['', ...problems])].join('\n');
}

/** A fault without a problem; nothing asked proves nothing. */
export function hasPassed({ measured }: Outcome): boolean {
  const { problems, lost, requests } = measured;
  return problems.length === 0 && lost === 0 && requests > 0;
}

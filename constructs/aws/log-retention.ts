import { known } from '../core/known';
import { shown } from '../core/validation';

/** The only numbers of days that CloudWatch Logs accepts. */
const accepted: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
];

/** What is wrong with the retention of a log group, or nothing. */
export function logRetentionProblems(prop: string, days: number): string[] {
  if (!known(days) || accepted.includes(days)) return [];
  const next = accepted.find((one) => one > days) ?? accepted[accepted.length - 1];
  return [
    `'${prop}' must be a number of days that CloudWatch Logs knows (${accepted.join(', ')}), got ${shown(days)}; use ${next}`,
  ];
}

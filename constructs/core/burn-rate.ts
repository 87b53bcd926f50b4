import { known } from './known';
import { shown } from './validation';

/** Who has to act on an alert: somebody now, or somebody on the next working day. */
export type Severity = 'page' | 'ticket';

/**
 * How fast an error budget may be spent before somebody is told. A burn rate of 1 spends the whole budget in exactly the
 * objective's window; the alert fires while both windows burn faster than `factor`, so that it ends soon after the errors.
 *
 * @see https://sre.google/workbook/alerting-on-slos/
 */
export interface BurnRate {
  /** Times faster than the budget allows. More than 0, and low enough to be reached: see `burnRateProblems`. */
  readonly factor: number;

  /** Window that shows that it matters, in minutes: 5 to 1440. */
  readonly longMinutes: number;

  /** Window that shows that it still goes on, in minutes: 1 up to below the long one. */
  readonly shortMinutes: number;

  /** Who has to act. */
  readonly severity: Severity;
}

/**
 * 2 % of the budget of 30 days within an hour and 5 % within six hours wake somebody, 10 % within a day is a ticket. The
 * longest window is a day, since one CloudWatch alarm cannot sum over more.
 *
 * @see https://sre.google/workbook/alerting-on-slos/
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export const defaultBurnRates: readonly BurnRate[] = [
  { factor: 14.4, longMinutes: 60, shortMinutes: 5, severity: 'page' },
  { factor: 6, longMinutes: 360, shortMinutes: 30, severity: 'page' },
  { factor: 3, longMinutes: 1440, shortMinutes: 120, severity: 'ticket' },
];

/**
 * Rates of one objective. The workbook's own table has three, and each costs two windows of both budgets on every platform.
 * Eight of them fit into one composite alarm of CloudWatch, which holds 100 parts and 10,240 characters, whatever the names.
 *
 * @see https://sre.google/workbook/alerting-on-slos/
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm.html
 */
const mostBurnRates = 8;

/** What share of the requests may fail, as the objective says it. */
export interface ErrorBudget {
  /** Share of the requests that must be good, in percent: between 0 and 100. */
  readonly goalPercent: number;

  /** Share that fails by the service's nature and is no news, in percent. */
  readonly naturalPercent: number;
}

/**
 * Share of the requests, 0 to 1, above which a burn rate fires: what fails by nature, and `factor` times the budget on
 * top. Rounded to nine digits, so that the same objective is the same text everywhere.
 */
export function firingShare({ factor }: Pick<BurnRate, 'factor'>, budget: ErrorBudget): number {
  const share = budget.naturalPercent / 100 + factor * (1 - budget.goalPercent / 100);
  return Number(share.toFixed(9));
}

/** Largest factor that can fire at all: above it more than every request would have to fail. */
export function largestFactor({ goalPercent, naturalPercent }: ErrorBudget): number {
  const factor = (100 - naturalPercent) / (100 - goalPercent);
  return Number(factor.toFixed(9));
}

/** Every problem of burn rates under a budget that is itself valid; the sentences start with where they stand. */
export function burnRateProblems(
  place: string,
  rates: readonly BurnRate[],
  budget: ErrorBudget,
): string[] {
  if (rates.length === 0) {
    return [`${place}'burnRates' must hold at least one rate, got []; leave it out for three`];
  }
  if (rates.length > mostBurnRates) {
    return [
      `${place}'burnRates' may hold ${String(mostBurnRates)} rates, got ${String(rates.length)}; keep those that somebody acts on differently`,
    ];
  }
  return rates.flatMap((rate, index) => [
    ...rateProblems(`${place}'burnRates[${String(index)}]`, rate, budget),
    ...repeatProblem(`${place}'burnRates[${String(index)}]'`, rate, rates.slice(0, index)),
  ]);
}

/** A second rate of the same factor over the same window is the same alarm, whoever it tells. */
function repeatProblem(place: string, rate: BurnRate, before: readonly BurnRate[]): string[] {
  const { factor, longMinutes } = rate;
  if (!known(factor) || !known(longMinutes)) return [];
  const at = before.findIndex(
    (other) => other.factor === factor && other.longMinutes === longMinutes,
  );
  if (at < 0) return [];
  return [
    `${place} has the 'factor' ${shown(factor)} and the 'longMinutes' ${shown(longMinutes)} of 'burnRates[${String(at)}]'; leave one out, or change either`,
  ];
}

function rateProblems(place: string, rate: BurnRate, budget: ErrorBudget): string[] {
  const { factor, longMinutes, shortMinutes } = rate;
  const largest = largestFactor(budget);
  const problems: string[] = [];
  if (known(factor) && !(factor > 0 && Number.isFinite(factor))) {
    problems.push(`${place}.factor' must be more than 0, got ${shown(factor)}; 14.4 is usual`);
  } else if (known(factor) && factor >= largest) {
    const most = largest.toFixed(1);
    problems.push(
      `${place}.factor' must be below ${most}, got ${shown(factor)}: at a goal of ${String(budget.goalPercent)} % more than every request would have to fail, so it can never fire; lower it, or raise the goal`,
    );
  }
  if (known(longMinutes) && !wholeWithin(longMinutes, 5, 1440)) {
    problems.push(
      `${place}.longMinutes' must be a whole number from 5 to 1440, got ${shown(longMinutes)}; a day is the longest that CloudWatch sums over`,
    );
  }
  if (known(shortMinutes) && known(longMinutes) && !wholeWithin(shortMinutes, 1, longMinutes - 1)) {
    problems.push(
      `${place}.shortMinutes' must be a whole number from 1 to below 'longMinutes' (${shown(longMinutes)}), got ${shown(shortMinutes)}; a twelfth of it is usual`,
    );
  }
  return problems;
}

function wholeWithin(value: number, from: number, to: number): boolean {
  return Number.isInteger(value) && value >= from && value <= to;
}

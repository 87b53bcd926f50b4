import { BudgetsBudget } from '@cdktf/provider-aws/lib/budgets-budget';
import { Construct } from 'constructs';
import { known } from '../core/known';
import { lengthProblems, nameProblems } from '../core/naming';
import { type Notify, notifyProblems, targetOf } from '../core/notify';
import { problemsOf, type Rule, shown, throwProblems } from '../core/validation';

/**
 * Addresses that one threshold of a budget may tell.
 *
 * @see https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_NotificationWithSubscribers.html
 */
const mostAddresses = 10;

/** Props of Budget. */
export interface BudgetProps {
  /** What the budget is called in the account. */
  readonly name: string;

  /** What a month of the whole account may cost, in whole USD: 1 to 1000000. */
  readonly monthlyAmount: number;

  /** Who is told: the email addresses of tickets, ten at most. A topic would need a policy that lets budgets in. */
  readonly notify: readonly Notify[];
}

/**
 * Tells somebody when an account costs more in a month than was planned. It stops nothing: what bounds the bill is the most
 * tasks of each service.
 *
 * Creates: one budget. AWS charges nothing for it (vendor's page "AWS Budgets pricing").
 *
 * Safe by default: told at 80 % and at all of the amount, and as soon as the forecast for the month is above it.
 *
 * @example
 * new Budget(this, 'Budget', {
 *   name: 'slipway',
 *   monthlyAmount: 400,
 *   notify: [Notify.email('team@example.org')],
 * });
 */
export class Budget extends Construct {
  /** The raw budget, to override what the props do not offer. */
  public readonly resource: BudgetsBudget;

  constructor(scope: Construct, id: string, props: BudgetProps) {
    super(scope, id);
    throwProblems(this, budgetProblems(props));
    const { name, monthlyAmount, notify } = props;
    const addresses = ticketsOf(notify).map(({ way }) => targetOf(way));
    const above = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
      notificationType,
      comparisonOperator: 'GREATER_THAN',
      threshold,
      thresholdType: 'PERCENTAGE',
      subscriberEmailAddresses: addresses,
      subscriberSnsTopicArns: [],
    });
    this.resource = new BudgetsBudget(this, 'Resource', {
      name,
      budgetType: 'COST',
      limitAmount: String(monthlyAmount),
      limitUnit: 'USD',
      timeUnit: 'MONTHLY',
      notification: [above('ACTUAL', 80), above('ACTUAL', 100), above('FORECASTED', 100)],
    });
  }
}

function budgetProblems(props: BudgetProps): string[] {
  return [
    ...nameProblems('name', props.name),
    ...lengthProblems([props.name], { thing: 'budget', maxLength: 100 }),
    ...notifyProblems(props.notify, 'topic'),
    ...problemsOf(props, rules),
  ];
}

const rules: readonly Rule<BudgetProps>[] = [
  {
    broken: ({ monthlyAmount }) =>
      known(monthlyAmount) &&
      !(Number.isInteger(monthlyAmount) && monthlyAmount >= 1 && monthlyAmount <= 1_000_000),
    message: ({ monthlyAmount }) =>
      `'monthlyAmount' must be a whole number from 1 to 1000000, got ${shown(monthlyAmount)}; write what a month may cost`,
  },
  {
    broken: ({ notify }) => ticketsOf(notify).some(({ way }) => way.kind !== 'email'),
    message: () =>
      `'notify' may tell of tickets by email alone for a budget, got a topic; give Notify.email() instead`,
  },
  {
    broken: ({ notify }) => ticketsOf(notify).length > mostAddresses,
    message: ({ notify }) =>
      `'notify' may name ${mostAddresses} for a budget, got ${ticketsOf(notify).length}; write to a group that has them all`,
  },
];

function ticketsOf(notify: readonly Notify[]): Notify[] {
  return notify.filter(({ severities }) => severities.includes('ticket'));
}

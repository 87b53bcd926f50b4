import { Notify } from '../core/notify';
import { synth } from '../core/synth';
import { Budget, type BudgetProps } from './budget';

function budgetWith(changes: Partial<BudgetProps> = {}) {
  return synth((scope) => {
    new Budget(scope, 'Budget', {
      name: 'slipway',
      monthlyAmount: 400,
      notify: [Notify.email('team@example.org')],
      ...changes,
    });
  });
}

describe('Budget', () => {
  it('counts what the account costs, month by month', () => {
    expect(budgetWith().one('aws_budgets_budget')).toMatchObject({
      name: 'slipway',
      budget_type: 'COST',
      limit_amount: '400',
      limit_unit: 'USD',
      time_unit: 'MONTHLY',
    });
  });

  it('tells at 80 % and at all of it, and of a forecast above it', () => {
    const { notification } = budgetWith().one('aws_budgets_budget');

    expect(notification).toEqual(
      [
        ['ACTUAL', 80],
        ['ACTUAL', 100],
        ['FORECASTED', 100],
      ].map(([type, threshold]) => ({
        notification_type: type,
        comparison_operator: 'GREATER_THAN',
        threshold,
        threshold_type: 'PERCENTAGE',
        subscriber_email_addresses: ['team@example.org'],
        subscriber_sns_topic_arns: [],
      })),
    );
  });

  it('tells whoever hears of tickets, and nobody else', () => {
    const notify = [
      Notify.email('oncall@example.org', { severities: ['page'] }),
      Notify.email('team@example.org', { severities: ['ticket'] }),
    ];
    const [first] = budgetWith({ notify }).one('aws_budgets_budget').notification as object[];

    expect(first).toMatchObject({ subscriber_email_addresses: ['team@example.org'] });
  });

  it.each<[string, Partial<BudgetProps>, RegExp]>([
    ['a name of another form', { name: 'My Budget' }, /'name' must start with a letter/],
    ['half a unit', { monthlyAmount: 0.5 }, /'monthlyAmount' must be a whole number from 1/],
    ['nothing to spend', { monthlyAmount: 0 }, /'monthlyAmount' .* got 0; write what a month/],
    ['nobody to tell', { notify: [] }, /'notify' must name somebody, got \[\]/],
    [
      'a topic to tell',
      { notify: [Notify.topic('arn:aws:sns:eu-west-1:123456789012:alarms')] },
      /'notify' may tell of tickets by email alone for a budget/,
    ],
    [
      'eleven to tell',
      { notify: Array.from({ length: 11 }, (_, index) => Notify.email(`a${index}@example.org`)) },
      /'notify' may name 10 for a budget, got 11; write to a group/,
    ],
  ])('fails when it has %s', (_, changes, message) => {
    expect(() => budgetWith(changes)).toThrow(message);
  });
});

import { Notify } from '../core/notify';
import { synth } from '../core/synth';
import { Budget, type BudgetProps } from './budget';

function budgetWith(changes: Partial<BudgetProps> = {}) {
  return synth((scope) => {
    new Budget(scope, 'Budget', {
      billingAccount: '012345-6789AB-CDEF01',
      projectId: 'my-project',
      monthlyAmount: 200,
      notify: [Notify.email('team@example.org')],
      ...changes,
    });
  });
}

describe('Budget', () => {
  it('counts the costs of one project by its number, month by month', () => {
    expect(budgetWith().one('google_billing_budget')).toMatchObject({
      billing_account: '012345-6789AB-CDEF01',
      display_name: 'my-project-budget-spent',
      budget_filter: {
        projects: [expect.stringMatching(/^projects\/\$\{data\.google_project\.\w+\.number\}$/)],
        calendar_period: 'MONTH',
        credit_types_treatment: 'INCLUDE_ALL_CREDITS',
      },
      amount: { specified_amount: { units: '200' } },
    });
  });

  it('tells at half, at 90 % and at all of it, and of a forecast above it', () => {
    const { threshold_rules: rules } = budgetWith().one('google_billing_budget');

    expect(rules).toEqual([
      { threshold_percent: 0.5, spend_basis: 'CURRENT_SPEND' },
      { threshold_percent: 0.9, spend_basis: 'CURRENT_SPEND' },
      { threshold_percent: 1, spend_basis: 'CURRENT_SPEND' },
      { threshold_percent: 1, spend_basis: 'FORECASTED_SPEND' },
    ]);
  });

  it('tells whoever hears of tickets, and the administrators of the account', () => {
    const name = 'projects/my-project/notificationChannels/1';
    const notify = [
      Notify.email('oncall@example.org', { severities: ['page'] }),
      Notify.channel(name, { severities: ['ticket'] }),
    ];

    expect(budgetWith({ notify }).one('google_billing_budget').all_updates_rule).toEqual({
      monitoring_notification_channels: [name],
      disable_default_iam_recipients: false,
      enable_project_level_recipients: false,
    });
  });

  it.each<[string, Partial<BudgetProps>, RegExp]>([
    ['an account of another form', { billingAccount: 'mine' }, /'billingAccount' must be the id/],
    ['half a unit', { monthlyAmount: 0.5 }, /'monthlyAmount' must be a whole number from 1/],
    ['nothing to spend', { monthlyAmount: 0 }, /'monthlyAmount' .* got 0; write what a month/],
    ['nobody to tell', { notify: [] }, /'notify' must name somebody, got \[\]/],
    ['a name for a project', { projectId: 'My Project' }, /'projectId' must be the id/],
    [
      'six to tell',
      { notify: Array.from({ length: 6 }, (_, index) => Notify.email(`a${index}@example.org`)) },
      /'notify' may name 5 for a budget, got 6; write to a group/,
    ],
  ])('fails when it has %s', (_, changes, message) => {
    expect(() => budgetWith(changes)).toThrow(message);
  });
});

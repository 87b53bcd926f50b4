import { BillingBudget } from '@cdktf/provider-google/lib/billing-budget';
import { DataGoogleProject } from '@cdktf/provider-google/lib/data-google-project';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { known } from '../core/known';
import type { Notify } from '../core/notify';
import { problemsOf, type Rule, shown, throwProblems } from '../core/validation';
import { channelProblems, NotificationChannels } from './notification-channels';
import { projectProblems } from './place';

/**
 * Channels that one budget may tell.
 *
 * @see https://cloud.google.com/billing/docs/how-to/budgets-notification-recipients
 */
const mostChannels = 5;

/** Props of Budget. */
export interface BudgetProps {
  /** Account that pays, for example `012345-6789AB-CDEF01`. It is not part of a project, and whoever applies needs a role on it. */
  readonly billingAccount: string;

  /** Id of the project whose costs count. */
  readonly projectId: string;

  /** What a month may cost, in whole units of the account's currency: 1 to 1000000. */
  readonly monthlyAmount: number;

  /** Who is told, beside the administrators of the account: those of tickets, five channels at most. */
  readonly notify: readonly Notify[];

  /**
   * What must exist before, for example the services of Google.
   *
   * @default - it is made at once
   */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/**
 * Tells somebody when a project costs more in a month than was planned. It stops nothing: what bounds the bill is the most
 * instances of each service.
 *
 * Creates: one budget, and one channel for each email address. Google charges nothing for it.
 *
 * Safe by default: told at half, at 90 % and at all of the amount, and as soon as the forecast for the month is above it.
 *
 * @example
 * new Budget(this, 'Budget', {
 *   billingAccount: '012345-6789AB-CDEF01',
 *   projectId: 'my-project',
 *   monthlyAmount: 200,
 *   notify: [Notify.email('team@example.org')],
 * });
 */
export class Budget extends Construct {
  /** The raw budget, to override what the props do not offer. */
  public readonly resource: BillingBudget;

  constructor(scope: Construct, id: string, props: BudgetProps) {
    super(scope, id);
    const { billingAccount, projectId, monthlyAmount, notify } = props;
    throwProblems(this, budgetProblems(props));
    const dependsOn = [...(props.dependsOn ?? [])];

    const channels = new NotificationChannels(this, 'Channels', {
      projectId,
      environment: projectId,
      notify,
      dependsOn,
    });
    // a budget keeps the number of a project, and would differ from an id in every plan
    const project = new DataGoogleProject(this, 'Project', { projectId, dependsOn });
    this.resource = new BillingBudget(this, 'Resource', {
      billingAccount,
      displayName: `${projectId}-budget-spent`,
      budgetFilter: {
        projects: [`projects/${project.number}`],
        calendarPeriod: 'MONTH',
        creditTypesTreatment: 'INCLUDE_ALL_CREDITS',
      },
      amount: { specifiedAmount: { units: String(monthlyAmount) } },
      thresholdRules: [
        { thresholdPercent: 0.5, spendBasis: 'CURRENT_SPEND' },
        { thresholdPercent: 0.9, spendBasis: 'CURRENT_SPEND' },
        { thresholdPercent: 1, spendBasis: 'CURRENT_SPEND' },
        { thresholdPercent: 1, spendBasis: 'FORECASTED_SPEND' },
      ],
      allUpdatesRule: {
        monitoringNotificationChannels: [...channels.names.ticket],
        disableDefaultIamRecipients: false,
        enableProjectLevelRecipients: false,
      },
      dependsOn,
    });
  }
}

function budgetProblems(props: BudgetProps): string[] {
  return [
    ...projectProblems(props.projectId),
    ...channelProblems(props.notify),
    ...problemsOf(props, rules),
  ];
}

const rules: readonly Rule<BudgetProps>[] = [
  {
    broken: ({ billingAccount }) =>
      known(billingAccount) && !/^[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}$/.test(billingAccount),
    message: ({ billingAccount }) =>
      `'billingAccount' must be the id of an account, got ${shown(billingAccount)}; look it up with 'gcloud billing accounts list'`,
  },
  {
    broken: ({ monthlyAmount }) =>
      known(monthlyAmount) &&
      !(Number.isInteger(monthlyAmount) && monthlyAmount >= 1 && monthlyAmount <= 1_000_000),
    message: ({ monthlyAmount }) =>
      `'monthlyAmount' must be a whole number from 1 to 1000000, got ${shown(monthlyAmount)}; write what a month may cost`,
  },
  {
    broken: ({ notify }) => ticketsOf(notify) > mostChannels,
    message: ({ notify }) =>
      `'notify' may name ${mostChannels} for a budget, got ${ticketsOf(notify)}; write to a group that has them all`,
  },
];

function ticketsOf(notify: readonly Notify[]): number {
  return notify.filter(({ severities }) => severities.includes('ticket')).length;
}

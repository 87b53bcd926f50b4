import type { BudgetProps } from '../constructs/gcp/budget';

/** What belongs to whoever deploys to Google Cloud. */
export interface GoogleSettings {
  /** Id of the project; SLIPWAY_GCP_PROJECT. */
  readonly projectId: string;

  /** Region of everything on Google Cloud; SLIPWAY_GCP_REGION. */
  readonly region: string;

  /** Host name of the system on Google Cloud, or undefined for the proxy's own address; SLIPWAY_GCP_DOMAIN. */
  readonly domain: string | undefined;

  /** Zone of Cloud DNS that the host name is in, or undefined where the zone is elsewhere; SLIPWAY_GCP_ZONE. */
  readonly zone: string | undefined;

  /** What a month may cost, or undefined for no budget; SLIPWAY_GCP_BILLING_ACCOUNT and SLIPWAY_GCP_BUDGET. */
  readonly budget: Pick<BudgetProps, 'billingAccount' | 'monthlyAmount'> | undefined;

  /** What is still a placeholder, as sentences: synthesis works with them, a deployment to Google Cloud does not. */
  readonly placeholders: readonly string[];
}

const placeholderProject = 'set-slipway-gcp-project';

/** The state of these stacks, too, lies in the bucket on AWS, which the account's number or its own name tells. */
export function googleSettings(
  variables: Readonly<Record<string, string | undefined>>,
): GoogleSettings {
  const projectId = variables.SLIPWAY_GCP_PROJECT;
  const bucket = variables.SLIPWAY_AWS_ACCOUNT_ID ?? variables.SLIPWAY_STATE_BUCKET;
  return {
    projectId: projectId ?? placeholderProject,
    region: variables.SLIPWAY_GCP_REGION ?? 'us-central1',
    domain: variables.SLIPWAY_GCP_DOMAIN,
    zone: variables.SLIPWAY_GCP_ZONE,
    budget: googleBudget(variables),
    placeholders: [
      ...(projectId ? [] : ['SLIPWAY_GCP_PROJECT to the id of your project']),
      ...(bucket
        ? []
        : ['SLIPWAY_AWS_ACCOUNT_ID to the account that keeps the state, or SLIPWAY_STATE_BUCKET']),
      ...emailPlaceholder(variables.SLIPWAY_NOTIFY_EMAIL),
    ],
  };
}

function googleBudget({
  SLIPWAY_GCP_BILLING_ACCOUNT: billingAccount,
  SLIPWAY_GCP_BUDGET: amount,
}: Readonly<Record<string, string | undefined>>): GoogleSettings['budget'] {
  if (billingAccount === undefined || amount === undefined) return undefined;
  return { billingAccount, monthlyAmount: Number(amount) };
}

/** Both clouds tell the same person. */
export function emailPlaceholder(email: string | undefined): string[] {
  return email ? [] : ['SLIPWAY_NOTIFY_EMAIL to the address that is told when an alarm fires'];
}

/** What of Google Cloud is set by half. */
export function googleProblems(variables: Readonly<Record<string, string | undefined>>): string[] {
  return [...zoneProblems(variables), ...budgetProblems(variables)];
}

function budgetProblems(variables: Readonly<Record<string, string | undefined>>): string[] {
  const pair = ['SLIPWAY_GCP_BILLING_ACCOUNT', 'SLIPWAY_GCP_BUDGET'] as const;
  const [set, ...others] = pair.filter((name) => variables[name] !== undefined);
  if (set === undefined || others.length > 0) return [];
  const [missing = ''] = pair.filter((name) => name !== set);
  return [
    `'${set}' is '${variables[set] ?? ''}', but '${missing}' is not set, so that no budget would be made; set both or neither`,
  ];
}

function zoneProblems({
  SLIPWAY_GCP_DOMAIN: domain,
  SLIPWAY_GCP_ZONE: zone,
}: Readonly<Record<string, string | undefined>>): string[] {
  if (zone === undefined || domain !== undefined) return [];
  return [
    `'SLIPWAY_GCP_ZONE' is '${zone}', but 'SLIPWAY_GCP_DOMAIN' is not set, so that no record would be made; set both or neither`,
  ];
}

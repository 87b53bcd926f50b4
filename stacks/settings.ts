import type { GithubRepository } from '../constructs/core/github';
import { throwProblems } from '../constructs/core/validation';
import { environments, needsDomain, project } from './config';
import {
  emailPlaceholder,
  googleProblems,
  type GoogleSettings,
  googleSettings,
} from './google-settings';
import { unknownSettings } from './setting-names';

/** What belongs to whoever deploys. */
export interface Settings {
  /** Twelve-digit AWS account id; SLIPWAY_AWS_ACCOUNT_ID. */
  readonly accountId: string;

  /** Region of everything: one registry and one state serve all environments; SLIPWAY_AWS_REGION. */
  readonly region: string;

  /** Host name of the system; SLIPWAY_DOMAIN. */
  readonly domain: string;

  /** Route 53 zone that the host name is in; SLIPWAY_ZONE, or the domain without its first part. */
  readonly zone: string;

  /** Bucket of the state; SLIPWAY_STATE_BUCKET, or a name made of the account id. */
  readonly stateBucket: string;

  /** Whether everything may be deleted, data included; SLIPWAY_DISPOSABLE=1, for trials only. */
  readonly disposable: boolean;

  /** ARN of the policy that bounds every role, or undefined where the account asks for none; SLIPWAY_PERMISSIONS_BOUNDARY. */
  readonly permissionsBoundary: string | undefined;

  /** Who is told when an alarm fires, by email; SLIPWAY_NOTIFY_EMAIL. */
  readonly notifyEmail: string;

  /**
   * Repository whose workflows deploy, or undefined where nobody does; SLIPWAY_GITHUB_REPOSITORY, SLIPWAY_GITHUB_REPOSITORY_ID
   * and SLIPWAY_GITHUB_OWNER_ID.
   */
  readonly github: GithubRepository | undefined;

  /** ARN of GitHub's issuer in the account, where another stack has made it; SLIPWAY_GITHUB_PROVIDER. */
  readonly githubProvider: string | undefined;

  /** What a month of the account may cost in whole USD, or undefined for no budget; SLIPWAY_AWS_BUDGET. */
  readonly budget: number | undefined;

  /** The trial of one service: where its state lies. */
  readonly sandbox: SandboxSettings;

  /** What the stack `local` is called and where it listens. */
  readonly local: LocalSettings;

  /** Where the system runs on Google Cloud. */
  readonly google: GoogleSettings;

  /** What is still a placeholder, as sentences: synthesis works with them, a deployment to AWS does not. */
  readonly placeholders: readonly string[];

  /** Those of them that the bucket of the states and a trial need too: neither has a domain, and neither tells anybody. */
  readonly accountPlaceholders: readonly string[];
}

/** What differs between the trials of one service, each in an account of its own. */
export interface SandboxSettings {
  /** Where the state lies: on this machine, or in the bucket of aws-state; SLIPWAY_SANDBOX_STATE. */
  readonly state: 'local' | 's3';
}

/** What differs between the systems on one Docker engine. The ports are not those of the compose file: both can run. */
export interface LocalSettings {
  /** Start of every name on the host; SLIPWAY_LOCAL_NAME. */
  readonly environment: string;

  /** Port of loopback for HTTPS; SLIPWAY_LOCAL_HTTPS_PORT. */
  readonly httpsPort: number;

  /** Port of loopback that redirects to HTTPS; SLIPWAY_LOCAL_HTTP_PORT. */
  readonly httpPort: number;

  /** Whether a destroy may delete what the services keep; SLIPWAY_DISPOSABLE=1. */
  readonly disposable: boolean;
}

const placeholderEmail = 'set-slipway-notify-email@example.com';
const placeholderDomain = 'app.example.com';
// an account that nobody has set has no bucket, and Terraform's own error then quotes this name
const placeholderBucket = 'set-slipway-aws-account-id-first';

/**
 * Reads the settings out of environment variables, with placeholders for what is not set. Empty is not set: a workflow of
 * GitHub hands on a variable that the repository has not as an empty one.
 *
 * @throws ValidationError with every malformed variable, and every SLIPWAY_* that nothing reads
 */
export function settingsFrom(given: Readonly<Record<string, string | undefined>>): Settings {
  const variables = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
  const accountId = variables.SLIPWAY_AWS_ACCOUNT_ID;
  const domain = variables.SLIPWAY_DOMAIN;
  throwProblems('the set of environment variables', settingProblems(variables));
  return {
    accountId: accountId ?? '000000000000',
    region: variables.SLIPWAY_AWS_REGION ?? 'us-east-1',
    domain: domain ?? placeholderDomain,
    zone: variables.SLIPWAY_ZONE ?? parentZone(domain ?? placeholderDomain),
    stateBucket: variables.SLIPWAY_STATE_BUCKET ?? stateBucketOf(accountId),
    disposable: variables.SLIPWAY_DISPOSABLE === '1',
    permissionsBoundary: variables.SLIPWAY_PERMISSIONS_BOUNDARY,
    notifyEmail: variables.SLIPWAY_NOTIFY_EMAIL ?? placeholderEmail,
    github: githubRepository(variables),
    githubProvider: variables.SLIPWAY_GITHUB_PROVIDER,
    budget: variables.SLIPWAY_AWS_BUDGET ? Number(variables.SLIPWAY_AWS_BUDGET) : undefined,
    sandbox: sandboxSettings(variables),
    local: localSettings(variables),
    google: googleSettings(variables),
    accountPlaceholders: accountPlaceholder(accountId),
    placeholders: [
      ...accountPlaceholder(accountId),
      ...(domain || !needsDomain(environments)
        ? []
        : ['SLIPWAY_DOMAIN to a host name in one of your Route 53 zones']),
      ...emailPlaceholder(variables.SLIPWAY_NOTIFY_EMAIL),
    ],
  };
}

function githubRepository({
  SLIPWAY_GITHUB_REPOSITORY: repository,
  SLIPWAY_GITHUB_REPOSITORY_ID: id,
  SLIPWAY_GITHUB_OWNER_ID: ownerId,
}: Readonly<Record<string, string | undefined>>): GithubRepository | undefined {
  if (repository === undefined || id === undefined) return undefined;
  const [owner = '', name = ''] = repository.split('/');
  return { owner, name, id, ownerId };
}

function sandboxSettings(variables: Readonly<Record<string, string | undefined>>): SandboxSettings {
  return {
    state: variables.SLIPWAY_SANDBOX_STATE === 's3' ? 's3' : 'local',
  };
}

function accountPlaceholder(accountId: string | undefined): string[] {
  return accountId ? [] : ['SLIPWAY_AWS_ACCOUNT_ID to the twelve digits of your account'];
}

function localSettings(variables: Readonly<Record<string, string | undefined>>): LocalSettings {
  return {
    environment: variables.SLIPWAY_LOCAL_NAME ?? 'slipway-local',
    httpsPort: Number(variables.SLIPWAY_LOCAL_HTTPS_PORT ?? 8444),
    httpPort: Number(variables.SLIPWAY_LOCAL_HTTP_PORT ?? 8081),
    disposable: variables.SLIPWAY_DISPOSABLE === '1',
  };
}

function stateBucketOf(accountId: string | undefined): string {
  return accountId ? `${project}-state-${accountId}` : placeholderBucket;
}

function parentZone(domain: string): string {
  // the domain itself may be the zone: `example.com`
  return domain.split('.').length > 2 ? domain.slice(domain.indexOf('.') + 1) : domain;
}

/** 1 to 65535. */
const port = /^([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])$/;

/** Each variable with the form it must have and an example of it. */
const forms: readonly (readonly [name: string, form: RegExp, example: string])[] = [
  ['SLIPWAY_AWS_ACCOUNT_ID', /^\d{12}$/, '123456789012'],
  ['SLIPWAY_AWS_REGION', /^[a-z]{2}(-[a-z]+)+-\d$/, 'eu-west-1'],
  ['SLIPWAY_DOMAIN', /^([a-z0-9-]+\.)+[a-z]{2,}$/, 'app.example.com'],
  ['SLIPWAY_ZONE', /^([a-z0-9-]+\.)+[a-z]{2,}$/, 'example.com'],
  ['SLIPWAY_STATE_BUCKET', /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/, 'slipway-state-123456789012'],
  ['SLIPWAY_DISPOSABLE', /^[01]$/, '1'],
  [
    'SLIPWAY_PERMISSIONS_BOUNDARY',
    /^arn:[a-z-]+:iam::(\d{12}|aws):policy\/.+$/,
    'arn:aws:iam::123456789012:policy/workload-boundary',
  ],
  ['SLIPWAY_NOTIFY_EMAIL', /^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'oncall@example.org'],
  ['SLIPWAY_GITHUB_REPOSITORY', /^[A-Za-z0-9-]+\/[\w.-]+$/, 'octo-org/octo-repo'],
  ['SLIPWAY_GITHUB_REPOSITORY_ID', /^[1-9]\d*$/, '1296269'],
  ['SLIPWAY_GITHUB_OWNER_ID', /^[1-9]\d*$/, '583231'],
  [
    'SLIPWAY_GITHUB_PROVIDER',
    /^arn:[a-z-]+:iam::\d{12}:oidc-provider\/token\.actions\.githubusercontent\.com$/,
    'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com',
  ],
  ['SLIPWAY_AWS_BUDGET', /^([1-9]\d{0,5}|1000000)$/, '200'],
  ['SLIPWAY_SANDBOX_STATE', /^(local|s3)$/, 'local'],
  ['SLIPWAY_GCP_PROJECT', /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, 'my-project-123456'],
  ['SLIPWAY_GCP_REGION', /^[a-z]+-[a-z]+\d+$/, 'europe-west1'],
  ['SLIPWAY_GCP_DOMAIN', /^([a-z0-9-]+\.)+[a-z]{2,}$/, 'run.example.com'],
  ['SLIPWAY_GCP_ZONE', /^([a-z0-9-]+\.)+[a-z]{2,}$/, 'example.com'],
  ['SLIPWAY_GCP_BILLING_ACCOUNT', /^[0-9A-F]{6}(-[0-9A-F]{6}){2}$/, '012345-6789AB-CDEF01'],
  ['SLIPWAY_GCP_BUDGET', /^([1-9]\d{0,5}|1000000)$/, '200'],
  ['SLIPWAY_LOCAL_NAME', /^[a-z][a-z0-9-]{0,30}[a-z0-9]$/, 'slipway-local'],
  ['SLIPWAY_LOCAL_HTTPS_PORT', port, '8444'],
  ['SLIPWAY_LOCAL_HTTP_PORT', port, '8081'],
];

/** Every setting with an example of it. */
export const settingExamples: Readonly<Record<string, string>> = Object.fromEntries(
  forms.map(([name, , example]) => [name, example]),
);

function settingProblems(variables: Readonly<Record<string, string | undefined>>): string[] {
  const malformed = forms.flatMap(([name, form, example]) => {
    const value = variables[name];
    if (value === undefined || form.test(value)) return [];
    return [`'${name}' is '${value}', which has not the expected form; write it like '${example}'`];
  });
  return [
    ...unknownSettings(
      variables,
      forms.map(([name]) => name),
    ),
    ...malformed,
    ...googleProblems(variables),
    ...githubProblems(variables),
  ];
}

/** A name may be given to somebody else, and a number says nothing to whoever reads it: both are needed. */
function githubProblems({
  SLIPWAY_GITHUB_REPOSITORY: repository,
  SLIPWAY_GITHUB_REPOSITORY_ID: id,
  SLIPWAY_GITHUB_OWNER_ID: ownerId,
}: Readonly<Record<string, string | undefined>>): string[] {
  if (repository !== undefined && id === undefined) {
    return [
      `'SLIPWAY_GITHUB_REPOSITORY' is '${repository}', but 'SLIPWAY_GITHUB_REPOSITORY_ID' is not set; ask for it with 'gh api repos/${repository} --jq .id'`,
    ];
  }
  if (repository !== undefined || (id ?? ownerId) === undefined) return [];
  return [
    `'SLIPWAY_GITHUB_REPOSITORY' is not set, but a number of it is; set it like 'octo-org/octo-repo'`,
  ];
}

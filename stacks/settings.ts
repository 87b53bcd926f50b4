import { throwProblems } from '../constructs/core/validation';
import { environments, needsDomain, project } from './config';

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

  /** The trial of one service: where its state lies and what it still needs. */
  readonly sandbox: SandboxSettings;

  /** What the stack `local` is called and where it listens. */
  readonly local: LocalSettings;

  /** Where the system runs on Google Cloud. */
  readonly google: GoogleSettings;

  /** What is still a placeholder, as sentences: synthesis works with them, a deployment to AWS does not. */
  readonly placeholders: readonly string[];
}

/** What differs between the trials of one service, each in an account of its own. */
export interface SandboxSettings {
  /** Where the state lies: on this machine, or in the bucket of aws-state; SLIPWAY_SANDBOX_STATE. */
  readonly state: 'local' | 's3';

  /** What is still a placeholder: a trial needs no domain. */
  readonly placeholders: readonly string[];
}

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

  /** What is still a placeholder, as sentences: synthesis works with them, a deployment to Google Cloud does not. */
  readonly placeholders: readonly string[];
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

const placeholderDomain = 'app.example.com';
// an account that nobody has set has no bucket, and Terraform's own error then quotes this name
const placeholderBucket = 'set-slipway-aws-account-id-first';
const placeholderProject = 'set-slipway-gcp-project';

/**
 * Reads the settings out of environment variables, with placeholders for what is not set.
 *
 * @throws ValidationError with every malformed variable
 */
export function settingsFrom(variables: Readonly<Record<string, string | undefined>>): Settings {
  const accountId = variables.SLIPWAY_AWS_ACCOUNT_ID;
  const domain = variables.SLIPWAY_DOMAIN;
  throwProblems('the environment variables', settingProblems(variables));
  return {
    accountId: accountId ?? '000000000000',
    region: variables.SLIPWAY_AWS_REGION ?? 'us-east-1',
    domain: domain ?? placeholderDomain,
    zone: variables.SLIPWAY_ZONE ?? parentZone(domain ?? placeholderDomain),
    stateBucket: variables.SLIPWAY_STATE_BUCKET ?? stateBucketOf(accountId),
    disposable: variables.SLIPWAY_DISPOSABLE === '1',
    permissionsBoundary: variables.SLIPWAY_PERMISSIONS_BOUNDARY,
    sandbox: sandboxSettings(variables),
    local: localSettings(variables),
    google: googleSettings(variables),
    placeholders: [
      ...accountPlaceholder(accountId),
      ...(domain || !needsDomain(environments)
        ? []
        : ['SLIPWAY_DOMAIN to a host name in one of your Route 53 zones']),
    ],
  };
}

function sandboxSettings(variables: Readonly<Record<string, string | undefined>>): SandboxSettings {
  return {
    state: variables.SLIPWAY_SANDBOX_STATE === 's3' ? 's3' : 'local',
    placeholders: accountPlaceholder(variables.SLIPWAY_AWS_ACCOUNT_ID),
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

/** The state of these stacks, too, lies in the bucket on AWS, which the account's number or its own name tells. */
function googleSettings(variables: Readonly<Record<string, string | undefined>>): GoogleSettings {
  const projectId = variables.SLIPWAY_GCP_PROJECT;
  const bucket = variables.SLIPWAY_AWS_ACCOUNT_ID ?? variables.SLIPWAY_STATE_BUCKET;
  return {
    projectId: projectId ?? placeholderProject,
    region: variables.SLIPWAY_GCP_REGION ?? 'us-central1',
    domain: variables.SLIPWAY_GCP_DOMAIN,
    zone: variables.SLIPWAY_GCP_ZONE,
    placeholders: [
      ...(projectId ? [] : ['SLIPWAY_GCP_PROJECT to the id of your project']),
      ...(bucket
        ? []
        : ['SLIPWAY_AWS_ACCOUNT_ID to the account that keeps the state, or SLIPWAY_STATE_BUCKET']),
    ],
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
  ['SLIPWAY_SANDBOX_STATE', /^(local|s3)$/, 'local'],
  ['SLIPWAY_GCP_PROJECT', /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, 'my-project-123456'],
  ['SLIPWAY_GCP_REGION', /^[a-z]+-[a-z]+\d+$/, 'europe-west1'],
  ['SLIPWAY_GCP_DOMAIN', /^([a-z0-9-]+\.)+[a-z]{2,}$/, 'run.example.com'],
  ['SLIPWAY_GCP_ZONE', /^([a-z0-9-]+\.)+[a-z]{2,}$/, 'example.com'],
  ['SLIPWAY_LOCAL_NAME', /^[a-z][a-z0-9-]{0,30}[a-z0-9]$/, 'slipway-local'],
  ['SLIPWAY_LOCAL_HTTPS_PORT', port, '8444'],
  ['SLIPWAY_LOCAL_HTTP_PORT', port, '8081'],
];

function settingProblems(variables: Readonly<Record<string, string | undefined>>): string[] {
  const malformed = forms.flatMap(([name, form, example]) => {
    const value = variables[name];
    if (value === undefined || form.test(value)) return [];
    return [`'${name}' is '${value}', which has not the expected form; write it like '${example}'`];
  });
  const { SLIPWAY_GCP_DOMAIN: domain, SLIPWAY_GCP_ZONE: zone } = variables;
  if (zone === undefined || domain !== undefined) return malformed;
  return [
    ...malformed,
    `'SLIPWAY_GCP_ZONE' is '${zone}', but 'SLIPWAY_GCP_DOMAIN' is not set, so that no record would be made; set both or neither`,
  ];
}

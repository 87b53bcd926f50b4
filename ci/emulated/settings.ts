import { join } from 'node:path';

/** The account number that AWS uses in its own examples; the emulator answers with it too. */
export const accountId = '123456789012';

/** What an owner of an account would set before the first deployment. */
export const settings = {
  SLIPWAY_AWS_ACCOUNT_ID: accountId,
  SLIPWAY_AWS_REGION: 'us-east-1',
  SLIPWAY_DOMAIN: 'app.example.org',
  SLIPWAY_ZONE: 'example.org',
  SLIPWAY_NOTIFY_EMAIL: 'oncall@example.org',
  SLIPWAY_DISPOSABLE: '1',
  SLIPWAY_GITHUB_REPOSITORY: 'octo-org/octo-repo',
  SLIPWAY_GITHUB_REPOSITORY_ID: '1296269',
} as const;

/** Credentials that are good for nothing but the emulator. */
export const credentials = { accessKeyId: 'emulated', secretAccessKey: 'emulated' } as const;

/** Where one run keeps everything that it writes. */
export interface RunFolder {
  readonly folder: string;

  /** The synthesized stacks, never the user's own cdktf.out. */
  readonly output: string;

  /** Terraform's CLI configuration. */
  readonly configuration: string;
}

/** The layout of a run's folder. */
export function runFolder(folder: string): RunFolder {
  return { folder, output: join(folder, 'cdktf.out'), configuration: join(folder, 'terraform.rc') };
}

/**
 * Variables for cdktf and Terraform. AWS's own variable for another endpoint leads the provider, the state backend and
 * every service to the emulator, so the stacks are deployed as they are. Whatever the user has set for AWS, Terraform or
 * Slipway is removed first: nothing of a run can reach a real account.
 */
export function variablesFor(
  run: RunFolder,
  endpoint: string,
  user: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  const kept = Object.entries(user).filter(([name]) => !/^(AWS|TF|CDKTF|SLIPWAY)_/.test(name));
  return {
    ...Object.fromEntries(kept),
    ...settings,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_CONFIG_FILE: join(run.folder, 'no-aws-config'),
    AWS_SHARED_CREDENTIALS_FILE: join(run.folder, 'no-aws-credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
    // an answer of 5xx is asked for twice, not 25 times; where a connection is refused, the provider still tries nine times
    AWS_MAX_ATTEMPTS: '2',
    // a proxy of the user's network must not be asked for what is on this machine
    NO_PROXY: ['127.0.0.1', user.NO_PROXY].filter(Boolean).join(),
    no_proxy: ['127.0.0.1', user.no_proxy].filter(Boolean).join(),
    CI: '1',
    NO_COLOR: '1',
    CHECKPOINT_DISABLE: '1',
    DISABLE_VERSION_CHECK: '1',
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: '1',
    CDKTF_HOME: join(run.folder, 'cdktf-home'),
    TF_CLI_CONFIG_FILE: run.configuration,
    TF_IN_AUTOMATION: '1',
    SLIPWAY_RUN: run.folder,
  };
}

import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import { Construct } from 'constructs';
import { known } from '../core/known';
import { problemsOf, type Rule, shown, throwProblems } from '../core/validation';
import { RandomPassword } from './random-password';

/** What a value that nobody has to know is made with. */
export interface GeneratedValue {
  /**
   * Number of letters and digits, 16 to 128. It holds for the next value: changing it alone makes none.
   *
   * @default 40
   */
  readonly length?: number;

  /**
   * Number of the value. Raising it makes a new one, and whoever reads the old one starts anew.
   *
   * @default 1
   */
  readonly version?: number;

  /**
   * Days for which a destroyed entry can be restored, 7 to 30, or 0 for none. Until they are over, its name is taken.
   *
   * @default 30
   */
  readonly recoveryDays?: number;
}

/** Props of GeneratedSecret. */
export interface GeneratedSecretProps extends GeneratedValue {
  /** Name of the entry in Secrets Manager, for example `prod/cache-password`. */
  readonly name: string;

  /**
   * ARN of the KMS key that encrypts the entry.
   *
   * @default - the key that AWS manages for Secrets Manager
   */
  readonly kmsKeyArn?: string;
}

/**
 * An entry of Secrets Manager with a random value that Terraform passes on and forgets (ADR 0024).
 *
 * Creates: secret and its version. 0.40 USD a month (vendor's page "AWS Secrets Manager pricing", us-east-1, 2026-06).
 *
 * Safe by default: the value is in no plan, no state and no variable, is 40 random letters and digits long, and a destroyed
 * entry can be restored for 30 days.
 *
 * @example
 * new GeneratedSecret(this, 'SessionKey', { name: 'prod/session-key', version: 2 });
 */
export class GeneratedSecret extends Construct {
  /** ARN of the entry, known once it has its value. */
  public readonly secretArn: string;

  /** Id of the version that holds the value: another one for each value. */
  public readonly versionId: string;

  /** Number of the value. */
  public readonly version: number;

  /** The raw entry, to override what the props do not offer. */
  public readonly resource: SecretsmanagerSecret;

  constructor(scope: Construct, id: string, props: GeneratedSecretProps) {
    super(scope, id);
    const { name, kmsKeyArn, length = 40, version = 1, recoveryDays = 30 } = props;
    throwProblems(this, problemsOf({ name, length, version, recoveryDays }, rules));

    const password = new RandomPassword(this, 'Value', { length });
    const entry = new SecretsmanagerSecret(this, 'Resource', {
      name,
      description: `${name}, made by Terraform and kept nowhere else`,
      kmsKeyId: kmsKeyArn,
      recoveryWindowInDays: recoveryDays,
      forceOverwriteReplicaSecret: false,
      tags: { Name: name },
    });
    const value = new SecretsmanagerSecretVersion(this, 'Version', {
      secretId: entry.id,
      // write-only, so that neither plan nor state can hold it
      secretStringWo: password.value,
      secretStringWoVersion: version,
    });

    this.resource = entry;
    // the same ARN as the entry's, and whoever uses it waits for the value
    this.secretArn = value.arn;
    this.versionId = value.versionId;
    this.version = version;
  }
}

/** The props that rules judge, with every default written out. */
type Judged = Required<Omit<GeneratedSecretProps, 'kmsKeyArn'>>;

function whole(prop: 'length' | 'version', min: number, max: number, remedy: string): Rule<Judged> {
  return {
    broken: ({ [prop]: value }) =>
      known(value) && (!Number.isInteger(value) || value < min || value > max),
    message: ({ [prop]: value }) =>
      `'${prop}' must be a whole number from ${min} to ${max}, got ${shown(value)}; ${remedy}`,
  };
}

const rules: readonly Rule<Judged>[] = [
  {
    broken: ({ name }) => known(name) && !/^[\w/+=.@-]{1,512}$/.test(name),
    message: ({ name }) =>
      `'name' may have 1 to 512 letters, digits and the signs /_+=.@-, got ${shown(name)}; use for example 'prod/session-key'`,
  },
  whole('length', 16, 128, 'choose one in between'),
  whole('version', 1, 2 ** 31 - 1, 'raise it by one for a new value'),
  {
    broken: ({ recoveryDays: days }) =>
      known(days) && (!Number.isInteger(days) || (days !== 0 && (days < 7 || days > 30))),
    message: ({ recoveryDays }) =>
      `'recoveryDays' must be 0 or a whole number from 7 to 30, got ${shown(recoveryDays)}; choose one of these`,
  },
];

import { DataAwsSecretsmanagerSecret } from '@cdktf/provider-aws/lib/data-aws-secretsmanager-secret';
import { Construct } from 'constructs';
import { pascalCase } from '../core/naming';
import type { Secret } from '../core/secret';

/** Where a stack keeps its secrets: binds `Secret.named('x')` to an entry. */
export interface ISecretStore {
  /** ARN of the entry for a secret, for the reference in the task definition and the grant that goes with it. */
  arnOf(secret: Secret): string;

  /** ARN of the customer's KMS key that encrypts the entries, or undefined for the one that AWS manages. */
  readonly kmsKeyArn: string | undefined;
}

/** Props of SecretStore. */
export interface SecretStoreProps {
  /** What stands in front of each name: `prod` binds `admin-login` to the entry `prod/admin-login`. */
  readonly prefix: string;

  /**
   * ARN of the KMS key that encrypts the entries, so that starting a task may decrypt with it.
   *
   * @default - the key that AWS manages for Secrets Manager, which needs no grant
   */
  readonly kmsKeyArn?: string;
}

/**
 * Secrets that exist in AWS Secrets Manager under `<prefix>/<name>`. Only ARNs are read: no value ever reaches the plan
 * or the state. A missing entry fails the plan.
 *
 * @example
 * const secrets = new SecretStore(this, 'Secrets', { prefix: 'prod' });
 * const cluster = new Cluster(this, 'Cluster', { network, environment: 'prod', secrets });
 */
export class SecretStore extends Construct implements ISecretStore {
  /** ARN of the key that encrypts the entries, if it is a customer's. */
  public readonly kmsKeyArn: string | undefined;

  private readonly prefix: string;

  constructor(scope: Construct, id: string, props: SecretStoreProps) {
    super(scope, id);
    this.prefix = props.prefix;
    this.kmsKeyArn = props.kmsKeyArn;
  }

  /** ARN of the entry `<prefix>/<name>`. */
  public arnOf(secret: Secret): string {
    const id = pascalCase(secret.name);
    const found = this.node.tryFindChild(id) as DataAwsSecretsmanagerSecret | undefined;
    const entry =
      found ?? new DataAwsSecretsmanagerSecret(this, id, { name: `${this.prefix}/${secret.name}` });
    return entry.arn;
  }
}

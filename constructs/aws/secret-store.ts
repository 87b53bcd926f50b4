import { DataAwsSecretsmanagerSecret } from '@cdktf/provider-aws/lib/data-aws-secretsmanager-secret';
import { Construct } from 'constructs';
import { known } from '../core/known';
import { constructId } from '../core/naming';
import type { Secret } from '../core/secret';
import { shown, throwProblems } from '../core/validation';
import { GeneratedSecret, type GeneratedValue } from './generated-secret';

/** Where a stack keeps its secrets: binds `Secret.named('x')` to an entry. */
export interface ISecretStore {
  /** ARN of the entry for a secret, for the reference in the task definition and the grant that goes with it. */
  arnOf(secret: Secret): string;

  /**
   * Id of the version to read, where the store knows it: a new value then starts its readers anew.
   *
   * @default - readers take the newest value when they start
   */
  versionIdOf?(secret: Secret): string | undefined;

  /**
   * Whether a secret has its first value, so that there is none before it.
   *
   * @default - nobody knows, and whoever asks for the value before finds out
   */
  isFirst?(secret: Secret): boolean;

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

  /**
   * Secrets whose value nobody has to know, by name: `{ 'session-key': {} }`. Their entries are made with a random value;
   * raising `version` makes another.
   *
   * @default - every entry exists already
   */
  readonly generated?: Readonly<Record<string, GeneratedValue>>;
}

/**
 * Secrets in AWS Secrets Manager under `<prefix>/<name>`: entries that exist, of which only ARNs are read, and entries that
 * are `generated` here. No value ever reaches the plan or the state. A missing entry fails the plan.
 *
 * Creates: a GeneratedSecret for each name in `generated`.
 *
 * @example
 * const secrets = new SecretStore(this, 'Secrets', { prefix: 'prod', generated: { 'session-key': {} } });
 * const cluster = new Cluster(this, 'Cluster', { network, environment: 'prod', secrets });
 */
export class SecretStore extends Construct implements ISecretStore {
  /** ARN of the key that encrypts the entries, if it is a customer's. */
  public readonly kmsKeyArn: string | undefined;

  private readonly prefix: string;
  private readonly generated: ReadonlyMap<string, GeneratedSecret>;

  constructor(scope: Construct, id: string, props: SecretStoreProps) {
    super(scope, id);
    const { prefix, kmsKeyArn, generated = {} } = props;
    throwProblems(this, [
      ...nameOfEntryProblems('prefix', prefix),
      ...Object.keys(generated).flatMap((name) => nameOfEntryProblems('generated', name)),
    ]);
    this.prefix = prefix;
    this.kmsKeyArn = kmsKeyArn;
    const entries = Object.entries(generated).map(([name, value]) => {
      const own = { ...value, name: `${prefix}/${name}`, kmsKeyArn };
      return [name, new GeneratedSecret(this, `Generated${constructId(name)}`, own)] as const;
    });
    this.generated = new Map(entries);
  }

  /**
   * ARN of the entry `<prefix>/<name>`.
   *
   * @throws ValidationError when Secrets Manager cannot have an entry of that name
   */
  public arnOf(secret: Secret): string {
    const made = this.generated.get(secret.name);
    if (made) return made.secretArn;
    throwProblems(this, nameOfEntryProblems('secrets', secret.name));
    const id = constructId(secret.name);
    const found = this.node.tryFindChild(id) as DataAwsSecretsmanagerSecret | undefined;
    const entry =
      found ?? new DataAwsSecretsmanagerSecret(this, id, { name: `${this.prefix}/${secret.name}` });
    return entry.arn;
  }

  /** Id of the version of a generated secret; of the others the newest value counts. */
  public versionIdOf(secret: Secret): string | undefined {
    return this.generated.get(secret.name)?.versionId;
  }

  /** Whether a generated secret has its first value; of the others it is not known here. */
  public isFirst(secret: Secret): boolean {
    return this.generated.get(secret.name)?.version === 1;
  }
}

/**
 * What a container is told to read: the entry, or one version of it.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
 */
export function secretReference(store: ISecretStore, secret: Secret): string {
  const versionId = store.versionIdOf?.(secret);
  return versionId === undefined ? store.arnOf(secret) : `${store.arnOf(secret)}:::${versionId}`;
}

/**
 * What is wrong with a part of an entry's name, or nothing.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
 */
function nameOfEntryProblems(prop: string, name: string): string[] {
  const valid = name.length <= 250 && /^[\w+=.@-]+(\/[\w+=.@-]+)*$/.test(name);
  if (!known(name) || valid) return [];
  return [
    `'${prop}' needs names of at most 250 letters, digits and '_+=.@-' with inner slashes, got ${shown(name)}; use for example 'session-key'`,
  ];
}

import { Construct } from 'constructs';
import { known } from '../core/known';
import { nameProblems } from '../core/naming';
import type { Secret } from '../core/secret';
import { shown, throwProblems } from '../core/validation';

/** One version of an entry of the secret store. */
export interface SecretVersion {
  /** Id of the secret, without its project. */
  readonly secretId: string;

  /** Number of the version. */
  readonly version: string;
}

/** Where a stack keeps its secrets: binds `Secret.named('x')` to an entry. */
export interface ISecretStore {
  /** Version of the entry for a secret, for the reference in the container and the grant that goes with it. */
  versionOf(secret: Secret): SecretVersion;
}

/** Props of SecretStore. */
export interface SecretStoreProps {
  /** What stands in front of each name: `prod` binds `admin-login` to the secret `prod-admin-login`. */
  readonly prefix: string;

  /**
   * Version of each secret that is not at its first, by name: `{ 'admin-login': 2 }`. A container reads its secrets when
   * it starts, so that a new value is a new number here and with it a new revision. `latest` would change nothing that
   * runs, and make two instances of one revision differ.
   *
   * @default - version 1 of each
   */
  readonly versions?: Readonly<Record<string, number>>;
}

/**
 * Secrets that exist in Secret Manager under `<prefix>-<name>`. Only their names are used: no value ever reaches the plan
 * or the state, and nothing is looked up.
 *
 * @example
 * const secrets = new SecretStore(this, 'Secrets', { prefix: 'prod', versions: { 'admin-login': 2 } });
 * const region = new Region(this, 'Region', { network, environment: 'prod', secrets });
 */
export class SecretStore extends Construct implements ISecretStore {
  private readonly prefix: string;
  private readonly versions: Readonly<Record<string, number>>;

  constructor(scope: Construct, id: string, props: SecretStoreProps) {
    super(scope, id);
    const { prefix, versions = {} } = props;
    throwProblems(this, [...nameProblems('prefix', prefix), ...versionProblems(versions)]);
    this.prefix = prefix;
    this.versions = versions;
  }

  /**
   * Version of the secret `<prefix>-<name>`.
   *
   * @throws ValidationError when Secret Manager cannot have a secret of that name
   */
  public versionOf(secret: Secret): SecretVersion {
    throwProblems(this, secretNameProblems(secret));
    return {
      secretId: `${this.prefix}-${secret.name}`,
      version: String(this.versions[secret.name] ?? 1),
    };
  }
}

/** The versions of all secrets of a workload, by variable; a workload with secrets and no store is refused before. */
export function versionsOf(
  secrets: Readonly<Record<string, Secret>>,
  store: ISecretStore | undefined,
): Record<string, SecretVersion> {
  if (!store) return {};
  const entries = Object.entries(secrets);
  return Object.fromEntries(entries.map(([key, secret]) => [key, store.versionOf(secret)]));
}

function secretNameProblems({ name }: Secret): string[] {
  if (/^[A-Za-z0-9_-]{1,180}$/.test(name)) return [];
  return [
    `'secrets' may hold letters, digits, '_' and '-' in their names in Secret Manager, got ${shown(name)}; rename it, for example 'session-key'`,
  ];
}

function versionProblems(versions: Readonly<Record<string, number>>): string[] {
  return Object.entries(versions)
    .filter(([, version]) => known(version) && (!Number.isInteger(version) || version < 1))
    .map(
      ([name, version]) =>
        `'versions' needs whole numbers of at least 1, got ${shown(version)} for ${shown(name)}; list them with 'gcloud secrets versions list'`,
    );
}

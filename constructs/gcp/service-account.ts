import type { CloudRunV2Service } from '@cdktf/provider-google/lib/cloud-run-v2-service';
import { CloudRunV2ServiceIamMember } from '@cdktf/provider-google/lib/cloud-run-v2-service-iam-member';
import { DataGoogleServiceAccount } from '@cdktf/provider-google/lib/data-google-service-account';
import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member';
import { SecretManagerSecretIamMember } from '@cdktf/provider-google/lib/secret-manager-secret-iam-member';
import { ServiceAccount } from '@cdktf/provider-google/lib/service-account';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { createHash } from 'node:crypto';
import { constructId, pascalCase } from '../core/naming';
import { throwProblems } from '../core/validation';

/** Length that Google allows for the first part of a service account's address. */
const accountIdLength = { min: 6, max: 30 };

/** Hexadecimal digits that tell shortened names apart. */
const hashDigits = 8;

/** One role that a service gets on its project. */
export interface Grant {
  /** The role, for example `roles/monitoring.metricWriter`. */
  readonly role: string;
}

/** Props of ServiceIdentity. */
export interface ServiceIdentityProps {
  /** Cloud name of the service. */
  readonly name: string;

  /** Id of the project that the account is in. */
  readonly projectId: string;

  /** Ids of the secrets that the service reads, each once. */
  readonly secretIds: readonly string[];

  /** Whether somebody else makes the account. */
  readonly existing: boolean;
}

/**
 * Who a service is, to other services and to Google.
 *
 * Creates: a service account, unless somebody else makes it, and the right to read each of its secrets.
 *
 * It has no role on the project: Cloud Run itself takes the lines of standard output to Cloud Logging and measures the
 * containers, so that neither roles/logging.logWriter nor roles/monitoring.metricWriter is needed.
 */
export class ServiceIdentity extends Construct {
  /** Address of the account. */
  public readonly email: string;

  /** The account as a member of a policy: `serviceAccount:<address>`. */
  public readonly member: string;

  private readonly projectId: string;
  private readonly created: ITerraformDependable[] = [];

  constructor(scope: Construct, id: string, props: ServiceIdentityProps) {
    super(scope, id);
    const { name, projectId } = props;
    const account = props.existing
      ? this.findAccount(name, projectId)
      : createServiceAccount(this, { name, projectId });
    this.projectId = projectId;
    this.email = account.email;
    this.member = account.member;
    for (const secretId of props.secretIds) this.allowReading(secretId);
  }

  /** The grants so far: a revision that starts before them cannot read its secrets. */
  public get grants(): readonly ITerraformDependable[] {
    return [...this.created];
  }

  /** Allows the service something on its whole project. */
  public grantProject({ role }: Grant): void {
    throwProblems(
      this,
      /^(roles|projects\/[^/]+\/roles|organizations\/\d+\/roles)\/[A-Za-z0-9_.]+$/.test(role)
        ? []
        : [
            `'role' must be the full name of a role, got '${role}'; use for example 'roles/cloudtrace.agent'`,
          ],
    );
    throwProblems(
      this,
      /^roles\/(owner|editor|viewer)$/.test(role)
        ? [
            `'role' is the basic role '${role}', which opens nearly everything; name one of the service's own roles`,
          ]
        : [],
    );
    const id = `May${pascalCase(role)}`;
    throwProblems(
      this,
      this.node.tryFindChild(id)
        ? [`'role' is '${role}', which was granted before; grant it once`]
        : [],
    );
    this.created.push(
      new ProjectIamMember(this, id, {
        project: this.projectId,
        role,
        member: this.member,
      }),
    );
  }

  /**
   * Allows the service to call another. SECURITY(invoker): one member for one role on one service; a binding would take
   * away what others granted.
   */
  public grantInvoke(calleeName: string, callee: CloudRunV2Service): void {
    this.created.push(
      new CloudRunV2ServiceIamMember(this, `Invokes${constructId(calleeName)}`, {
        project: callee.project,
        location: callee.location,
        name: callee.name,
        role: 'roles/run.invoker',
        member: this.member,
      }),
    );
  }

  /** A plan ends where the account is missing; its address is the only text of ours that Terraform prints then. */
  private findAccount(name: string, project: string): DataGoogleServiceAccount {
    return new DataGoogleServiceAccount(this, 'IfMissingDeployWhatMakesTheAccounts', {
      accountId: accountIdOf(name),
      project,
    });
  }

  private allowReading(secretId: string): void {
    this.created.push(
      new SecretManagerSecretIamMember(this, `Reads${constructId(secretId)}`, {
        project: this.projectId,
        secretId,
        role: 'roles/secretmanager.secretAccessor',
        member: this.member,
      }),
    );
  }
}

/** Makes the account of a service. */
export function createServiceAccount(
  scope: Construct,
  { name, projectId }: Pick<ServiceIdentityProps, 'name' | 'projectId'>,
): ServiceAccount {
  return new ServiceAccount(scope, 'Resource', {
    accountId: accountIdOf(name),
    project: projectId,
    displayName: name,
    description: `What ${name} is on Cloud Run`,
    disabled: false,
    createIgnoreAlreadyExists: false,
  });
}

/**
 * First part of a service account's address: the name where it fits, and otherwise its start with a hash of the whole, so
 * that two long names never share one account.
 */
export function accountIdOf(name: string): string {
  if (name.length >= accountIdLength.min && name.length <= accountIdLength.max) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, hashDigits);
  const start = name.slice(0, accountIdLength.max - hashDigits - 1).replace(/-+$/, '');
  return `${start}-${hash}`;
}

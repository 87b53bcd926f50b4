import { ArtifactRegistryRepositoryIamMember } from '@cdktf/provider-google/lib/artifact-registry-repository-iam-member';
import { IamWorkloadIdentityPool } from '@cdktf/provider-google/lib/iam-workload-identity-pool';
import { IamWorkloadIdentityPoolProvider } from '@cdktf/provider-google/lib/iam-workload-identity-pool-provider';
import { ProjectIamCustomRole } from '@cdktf/provider-google/lib/project-iam-custom-role';
import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member';
import { ServiceAccount } from '@cdktf/provider-google/lib/service-account';
import { ServiceAccountIamMember } from '@cdktf/provider-google/lib/service-account-iam-member';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import {
  githubDefaults,
  githubIssuer,
  githubJobs,
  type GithubPipeline,
  githubProblems,
  type GithubRepository,
  type GithubWorkflows,
} from '../core/github';
import { nameProblems, pascalCase } from '../core/naming';
import { throwProblems } from '../core/validation';
import {
  accountPermissions,
  deployingPermissions,
  deployingRoles,
  readingPermissions,
} from './github-permissions';
import {
  type AttributeMapping,
  attributeCondition,
  attributeMapping,
  identityAttribute,
  lengthProblems,
  prefixProblems,
} from './github-trust';
import { placeProblems } from './place';
import { accountIdOf } from './service-account';
import { serviceNameProblems, ServiceAccounts } from './service-accounts';

/** Props of GithubIdentity. */
export interface GithubIdentityProps {
  /** Start of the names of the service accounts: `<prefix>-github-push`. */
  readonly prefix: string;

  /** The repository whose workflows get the identities. */
  readonly repository: GithubRepository;

  /**
   * Stacks that the deploy workflow deploys, for example `gcp-run`: each has a protected environment of the same name on
   * GitHub.
   */
  readonly environments: readonly string[];

  /** Id of the project. */
  readonly projectId: string;

  /** Region of the image repository. */
  readonly location: string;

  /** Name of the image repository that is pushed to, as given to the Registry. */
  readonly registryName: string;

  /**
   * Names of buckets whose objects come from the repository: a plan compares them. Those of other buckets are read by
   * nobody but the deployment.
   *
   * @default - a plan reads no object
   */
  readonly contentBuckets?: readonly string[];

  /**
   * Cloud names of the services that are deployed, for example `prod-goapp`. Their accounts are made here, and the
   * deployment may run something as these and as no other account of the project.
   *
   * @default - the deployment makes accounts itself, and may act as every account of the project
   */
  readonly services?: readonly string[];

  /**
   * Branch that is deployed.
   *
   * @default 'main'
   */
  readonly branch?: string;

  /**
   * Files of the workflows.
   *
   * @default { deploy: 'deploy.yml', review: 'ci.yml', nightly: 'nightly.yml' }
   */
  readonly workflows?: GithubWorkflows;

  /**
   * What must exist before: the services that the project may use, and the image repository.
   *
   * @default - they are there already
   */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/** Id of the provider in its pool. */
const providerId = 'actions';

/**
 * What the workflows of one repository may do in this project, without a key that is kept anywhere: GitHub signs what a job is,
 * and Google gives that job a token of a service account for an hour.
 *
 * Creates: a pool with GitHub as its provider, and three service accounts: one pushes, one plans, one deploys, with two roles
 * of their own and their memberships.
 *
 * Safe by default: a token is taken from the jobs of one workflow file of one repository number alone, and each account by its own
 * jobs; pushing cannot delete, planning cannot write or read secrets, deploying cannot change who may take an account.
 *
 * @example
 * new GithubIdentity(this, 'Github', {
 *   prefix: 'example',
 *   repository: { owner: 'octo-org', name: 'octo-repo', id: '74' },
 *   environments: ['gcp-run'],
 *   projectId: 'my-project',
 *   location: 'europe-west1',
 *   registryName: 'example',
 * });
 */
export class GithubIdentity extends Construct {
  /** Address of the account that pushes images. */
  public readonly push: string;

  /** Address of the account that plans. */
  public readonly plan: string;

  /** Address of the account that deploys. */
  public readonly apply: string;

  /** Full name of the provider, which a job shows its token to. */
  public readonly provider: string;

  private readonly projectId: string;
  private readonly poolName: string;

  constructor(scope: Construct, id: string, props: GithubIdentityProps) {
    super(scope, id);
    const { prefix, repository } = props;
    const pipeline = pipelineOf(props);
    const jobs = githubJobs(pipeline);
    const condition = attributeCondition(repository, jobs);
    const mapping = attributeMapping(jobs);
    throwProblems(this, [
      ...prefixProblems(prefix),
      ...nameProblems('registryName', props.registryName),
      ...placeProblems(props),
      ...githubProblems(pipeline),
      ...serviceNameProblems(props.services ?? [], prefix),
      ...lengthProblems(pipeline, [condition, ...Object.values(mapping)]),
    ]);

    this.projectId = props.projectId;
    this.poolName = this.createPool(props, condition, mapping);
    this.provider = `${this.poolName}/providers/${providerId}`;

    this.push = this.createAccount(prefix, 'push');
    this.plan = this.createAccount(prefix, 'plan');
    this.apply = this.createAccount(prefix, 'apply');
    this.grantImages(props);
    this.grantReading(props);
    this.grantDeploying(props);
  }

  private createPool(
    { prefix, projectId, repository: { owner, name }, dependsOn = [] }: GithubIdentityProps,
    attributeCondition: string,
    attributeMapping: AttributeMapping,
  ): string {
    const pool = new IamWorkloadIdentityPool(this, 'Pool', {
      project: projectId,
      workloadIdentityPoolId: `${prefix}-github`,
      displayName: `${prefix} on GitHub`,
      description: 'Jobs of GitHub Actions',
      disabled: false,
      dependsOn: [...dependsOn],
    });
    const poolName = pool.name;
    new IamWorkloadIdentityPoolProvider(this, 'Provider', {
      project: projectId,
      workloadIdentityPoolId: pool.workloadIdentityPoolId,
      workloadIdentityPoolProviderId: providerId,
      displayName: 'GitHub Actions',
      description: `Jobs of ${owner}/${name}`,
      disabled: false,
      // SECURITY(GCP-0068): one issuer signs for all of GitHub, so that only the condition tells whose token it is
      attributeCondition,
      attributeMapping,
      oidc: {
        issuerUri: githubIssuer,
        allowedAudiences: [`https://iam.googleapis.com/${poolName}/providers/${providerId}`],
      },
    });
    return poolName;
  }

  private createAccount(prefix: string, what: string): string {
    const account = new ServiceAccount(this, pascalCase(what), {
      accountId: accountIdOf(`${prefix}-github-${what}`),
      project: this.projectId,
      displayName: `${prefix}-github-${what}`,
      description: `What the workflows on GitHub may do to ${what}`,
      disabled: false,
      createIgnoreAlreadyExists: false,
    });
    // SECURITY(pool): one set of principals, never the pool, whose other jobs are somebody else
    new ServiceAccountIamMember(this, `${pascalCase(what)}Trust`, {
      serviceAccountId: account.name,
      role: 'roles/iam.workloadIdentityUser',
      member: `principalSet://iam.googleapis.com/${this.poolName}/${identityAttribute}/${what}`,
    });
    return account.email;
  }

  private grantImages({ location, registryName, dependsOn = [] }: GithubIdentityProps): void {
    const roles = [
      ['push', 'writer'],
      ['plan', 'reader'],
      ['apply', 'reader'],
    ] as const;
    for (const [what, role] of roles) {
      new ArtifactRegistryRepositoryIamMember(this, `${pascalCase(what)}Images`, {
        project: this.projectId,
        location,
        repository: registryName,
        role: `roles/artifactregistry.${role}`,
        member: memberOf(this[what]),
        dependsOn: [...dependsOn],
      });
    }
  }

  private grantReading({ prefix, contentBuckets = [] }: GithubIdentityProps): void {
    const permissions = [...new Set(Object.values(readingPermissions).flat())].sort();
    this.grantProject('PlanReads', this.plan, this.createRole(prefix, 'plan', permissions));
    if (contentBuckets.length === 0) return;
    const names = contentBuckets.map(
      (name) => `resource.name.startsWith("projects/_/buckets/${name}/")`,
    );
    new ProjectIamMember(this, 'PlanReadsContent', {
      project: this.projectId,
      role: 'roles/storage.objectViewer',
      member: memberOf(this.plan),
      condition: {
        title: 'content',
        description: 'Objects that come from the repository',
        expression: names.join(' || '),
      },
    });
  }

  private grantDeploying({ prefix, projectId, services }: GithubIdentityProps): void {
    for (const role of deployingRoles) {
      const id = `May${pascalCase(role.replace('roles/', ''))}`;
      this.grantProject(id, this.apply, role);
    }
    const accounts = services ? [] : accountPermissions;
    const permissions = [...deployingPermissions, ...accounts].sort();
    this.grantProject('ApplyDeploys', this.apply, this.createRole(prefix, 'apply', permissions));
    if (!services) return;
    const member = memberOf(this.apply);
    new ServiceAccounts(this, 'Services', { names: services, projectId, member });
  }

  private createRole(prefix: string, what: string, permissions: string[]): string {
    return new ProjectIamCustomRole(this, `${pascalCase(what)}Role`, {
      project: this.projectId,
      roleId: `${prefix.replaceAll('-', '_')}_github_${what}`,
      title: `${prefix} on GitHub: ${what}`,
      description: `What the workflows on GitHub may do to ${what}`,
      permissions,
      stage: 'GA',
    }).name;
  }

  private grantProject(id: string, email: string, role: string): void {
    new ProjectIamMember(this, id, { project: this.projectId, role, member: memberOf(email) });
  }
}

function memberOf(email: string): string {
  return `serviceAccount:${email}`;
}

function pipelineOf(props: GithubIdentityProps): GithubPipeline {
  const { repository, environments } = props;
  const { branch = githubDefaults.branch, workflows = githubDefaults.workflows } = props;
  return { repository, branch, workflows, environments };
}

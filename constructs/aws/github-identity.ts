import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider';
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import {
  githubDefaults,
  githubIssuer,
  type GithubJob,
  githubJobs,
  type GithubPipeline,
  githubProblems,
  type GithubRepository,
  type GithubWorkflows,
} from '../core/github';
import { known } from '../core/known';
import { nameProblems, pascalCase } from '../core/naming';
import { problemsOf, type Rule, shown, throwProblems } from '../core/validation';
import { Account } from './account';
import { applyStatements } from './github-apply';
import type { GithubPlace, GithubStatement } from './github-place';
import {
  boundaryStatements,
  planStatements,
  pushStatements,
  stateStatements,
} from './github-rights';
import { longestPrefix, sizeProblems } from './github-size';
import { githubAudience, githubHost, githubTrust } from './github-trust';
import { bucketNameProblems } from './private-bucket';
import { regionOfStack } from './us-east-1';

/** Props of GithubIdentity. */
export interface GithubIdentityProps {
  /** Start of the names of the roles: `<prefix>-github-push`. */
  readonly prefix: string;

  /** The repository whose workflows get the identities. */
  readonly repository: GithubRepository;

  /**
   * Stacks that the deploy workflow deploys, for example `ecs-prod`: each has a protected environment of the same name on
   * GitHub, and its state in `<name>.tfstate`.
   */
  readonly environments: readonly string[];

  /** Starts of the names of what these stacks make, for example `prod`: roles, secrets, logs and buckets. */
  readonly names: readonly string[];

  /** Name of the bucket that the states lie in. */
  readonly stateBucket: string;

  /** ARNs of the image repositories that are pushed to, as `repositoryArns` of the Registry tells them. */
  readonly repositoryArns: readonly string[];

  /**
   * Stacks of another cloud that the deploy workflow deploys, with their states in the same bucket: their environments
   * get an identity that may write these states and nothing else.
   *
   * @default - no other cloud keeps its state here
   */
  readonly stateEnvironments?: readonly string[];

  /**
   * Names of buckets whose objects come from the repository, without account and region: a plan compares their content. Those
   * of other buckets are read by nobody but the deployment.
   *
   * @default - a plan reads no object
   */
  readonly contentBuckets?: readonly string[];

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
   * ARN of GitHub's issuer in this account, where another stack has made it: an account has one at most.
   *
   * @default - it is made here
   */
  readonly providerArn?: string;

  /**
   * ARN of the policy that bounds every role which the deployment makes.
   *
   * @default - a policy of its own, `<prefix>-workload-boundary`
   */
  readonly boundaryArn?: string;
}

/**
 * What the workflows of one repository may do in this account, without a key that is kept anywhere: GitHub signs what a job is,
 * and AWS gives that job a role: for an hour to push or to plan, for two at most to deploy.
 *
 * Creates: the issuer, a role with a policy each to push, to plan and to apply, one for the states of another cloud, and the
 * policy that bounds the roles which are deployed.
 *
 * Safe by default: a role is taken by the jobs of one workflow file of one repository number alone; pushing cannot delete,
 * planning cannot write or read secrets, applying cannot change these roles, their trust or the boundary.
 *
 * @example
 * new GithubIdentity(this, 'Github', {
 *   prefix: 'example',
 *   repository: { owner: 'octo-org', name: 'octo-repo', id: '74' },
 *   environments: ['ecs-prod'],
 *   names: ['prod'],
 *   stateBucket: 'example-terraform-state',
 *   repositoryArns: Object.values(registry.repositoryArns),
 * });
 */
export class GithubIdentity extends Construct {
  /** ARN of the role that pushes images. */
  public readonly push: string;

  /** ARN of the role that plans. */
  public readonly plan: string;

  /** ARN of the role that deploys. */
  public readonly apply: string;

  /** ARN of the role that keeps the states of another cloud, or undefined where none does. */
  public readonly state: string | undefined;

  /** ARN of the issuer. */
  public readonly provider: string;

  /** ARN of the policy that every role which is deployed must have as its boundary. */
  public readonly boundaryArn: string;

  constructor(scope: Construct, id: string, props: GithubIdentityProps) {
    super(scope, id);
    const { prefix, repository, stateEnvironments = [] } = props;
    const pipeline = pipelineOf(props);
    throwProblems(this, problemsWith(props, pipeline));
    throwProblems(this, sizeProblems(props, pipeline, regionOfStack(this)));

    this.provider = props.providerArn ?? this.createProvider();
    this.boundaryArn = props.boundaryArn ?? this.createBoundary(prefix);
    const place = this.placeOf(props);

    const role = (what: Identity, jobs: readonly GithubJob[], statements: GithubStatement[]) =>
      this.createRole(`${prefix}-github-${what}`, what, {
        trust: githubTrust(this.provider, repository, jobs),
        statements,
      });
    const jobs = githubJobs(pipeline);
    this.push = role('push', jobs.push, pushStatements(place));
    this.plan = role('plan', jobs.plan, planStatements(place));
    this.apply = role('apply', jobs.apply, applyStatements(place, props.environments));
    if (stateEnvironments.length === 0) return;
    const others = githubJobs({ ...pipeline, environments: stateEnvironments });
    this.state = role('state', others.apply, stateStatements(place, stateEnvironments));
  }

  private createProvider(): string {
    return new IamOpenidConnectProvider(this, 'Provider', {
      url: githubIssuer,
      clientIdList: [githubAudience],
      // AWS checks the issuer's certificate by its own list of authorities, and keeps what is written here unread
      thumbprintList: ['ffffffffffffffffffffffffffffffffffffffff'],
    }).arn;
  }

  private createBoundary(prefix: string): string {
    return new IamPolicy(this, 'Boundary', {
      name: boundaryNameOf(prefix),
      description: 'The most that a role of a deployed service may do',
      policy: documentOf(boundaryStatements()),
    }).arn;
  }

  private placeOf(props: GithubIdentityProps): GithubPlace {
    const { partition, region, accountId } = Account.of(this);
    const { prefix, names, stateBucket, repositoryArns, contentBuckets = [] } = props;
    return {
      ...{ partition, region, accountId, prefix, names, stateBucket, repositoryArns },
      contentBuckets: contentBuckets.map(
        (name) => `arn:${partition}:s3:::${name}-${accountId}-${region}`,
      ),
      boundaryArn: this.boundaryArn,
      providerArn: this.provider,
    };
  }

  private createRole(
    name: string,
    what: Identity,
    { trust, statements }: { readonly trust: string; readonly statements: GithubStatement[] },
  ): string {
    const place = new Construct(this, pascalCase(what));
    const account = Account.of(this);
    const role = new IamRole(place, 'Role', {
      name,
      description: `What the workflows on GitHub may do to ${what}`,
      assumeRolePolicy: trust,
      maxSessionDuration: sessionSeconds[what],
      permissionsBoundary: account.permissionsBoundary,
    });
    new IamRolePolicy(place, 'Policy', {
      name: what,
      role: role.name,
      policy: documentOf(statements),
    });
    return role.arn;
  }
}

type Identity = 'push' | 'plan' | 'apply' | 'state';

/** How long a job may keep its role: a deployment that goes back at its end takes longer than an hour. */
const sessionSeconds: Readonly<Record<Identity, number>> = {
  push: 3600,
  plan: 3600,
  apply: 7200,
  state: 7200,
};

/** Name of the policy that bounds what is deployed. */
export function boundaryNameOf(prefix: string): string {
  return `${prefix}-workload-boundary`;
}

function documentOf(statements: readonly GithubStatement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

function pipelineOf(props: GithubIdentityProps): GithubPipeline {
  const { repository, environments } = props;
  const { branch = githubDefaults.branch, workflows = githubDefaults.workflows } = props;
  return { repository, branch, workflows, environments };
}

function problemsWith(props: GithubIdentityProps, pipeline: GithubPipeline): string[] {
  const { stateEnvironments = [], environments } = props;
  return [
    ...nameProblems('prefix', props.prefix),
    ...githubProblems(pipeline),
    ...(stateEnvironments.length === 0
      ? []
      : githubProblems({ ...pipeline, environments: stateEnvironments })
          .filter((problem) => problem.startsWith("'environments'"))
          .map((problem) => problem.replace("'environments'", "'stateEnvironments'"))),
    ...stateEnvironments
      .filter((name) => environments.includes(name))
      .map(
        (name) =>
          `'stateEnvironments' has ${shown(name)}, which 'environments' has too; a stack is deployed here or in another cloud`,
      ),
    ...props.names.flatMap((name) => nameProblems('names', name)),
    ...bucketNameProblems('stateBucket', props.stateBucket),
    ...problemsOf(props, rules),
  ];
}

const rules: readonly Rule<GithubIdentityProps>[] = [
  {
    broken: ({ prefix }) => known(prefix) && prefix.length > longestPrefix,
    message: ({ prefix }) =>
      `'prefix' may have ${longestPrefix} characters, since a role has 64 with what follows, got ${prefix.length} in ${shown(prefix)}; shorten it`,
  },
  {
    broken: ({ names }) => names.length === 0,
    message: () =>
      `'names' is empty, so that nothing could be deployed; name the start of what the stacks make, for example 'prod'`,
  },
  {
    broken: ({ prefix, names }) => names.includes(prefix),
    message: ({ prefix }) =>
      `'names' has ${shown(prefix)}, which is the prefix of the identities themselves; give one of them another name`,
  },
  {
    broken: ({ repositoryArns }) => repositoryArns.length === 0,
    message: () =>
      `'repositoryArns' is empty, so that nothing could be pushed; give it the ARNs that the Registry tells`,
  },
  {
    broken: ({ providerArn }) =>
      known(providerArn) &&
      !new RegExp(`^arn:[a-z-]+:iam::\\d{12}:oidc-provider/${githubHost}$`).test(providerArn),
    message: ({ providerArn }) =>
      `'providerArn' must be the ARN of GitHub's issuer in this account, got ${shown(providerArn)}; write it like 'arn:aws:iam::123456789012:oidc-provider/${githubHost}'`,
  },
  {
    broken: ({ boundaryArn }) =>
      known(boundaryArn) && !/^arn:[a-z-]+:iam::(\d{12}|aws):policy\/.+$/.test(boundaryArn),
    message: ({ boundaryArn }) =>
      `'boundaryArn' must be the ARN of a managed policy, got ${shown(boundaryArn)}; write it like 'arn:aws:iam::123456789012:policy/workload-boundary'`,
  },
];

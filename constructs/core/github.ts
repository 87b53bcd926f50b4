import { known } from './known';
import { problemsOf, type Rule, shown } from './validation';

/** Who signs the tokens of GitHub Actions: one issuer for every repository of the world. */
export const githubIssuer = 'https://token.actions.githubusercontent.com';

/** A repository on GitHub, by its names and by the number that nobody else ever gets. */
export interface GithubRepository {
  /** Account or organization that owns it, as GitHub writes it. */
  readonly owner: string;

  /** Name of the repository without its owner. */
  readonly name: string;

  /**
   * Number of the repository, as text: `gh api repos/<owner>/<name> --jq .id` tells it. A repository that is deleted or
   * renamed leaves its name to whoever takes it, but never its number.
   *
   * @see https://docs.github.com/en/actions/reference/security/oidc
   */
  readonly id: string;

  /**
   * Number of the owner, as text, where the tokens carry both numbers in their subject: GitHub does so for repositories that
   * were made, renamed or moved since the summer of 2026, and for others that have asked for it.
   *
   * @default - the subject has names only
   * @see https://github.blog/changelog/2026-04-23-immutable-subject-claims-for-github-actions-oidc-tokens/
   */
  readonly ownerId?: string;
}

/** Files in `.github/workflows` whose jobs take an identity. */
export interface GithubWorkflows {
  /** Runs on the branch: pushes images, and deploys in the environments. */
  readonly deploy: string;

  /** Runs on pull requests: plans. */
  readonly review: string;

  /** Runs by the clock on the branch: looks for drift. */
  readonly nightly: string;
}

/** A pipeline on GitHub Actions. */
export interface GithubPipeline {
  /** Where the workflows are. */
  readonly repository: GithubRepository;

  /** Branch that is deployed. */
  readonly branch: string;

  /** Files of the workflows. */
  readonly workflows: GithubWorkflows;

  /** Protected environments of the deploy workflow. */
  readonly environments: readonly string[];
}

/** One kind of job, by what its token must say word for word. */
export interface GithubJob {
  /** What the job is, letters only, for the statement's name. */
  readonly name: string;

  /** Subject of the token. */
  readonly subject: string;

  /** What starts the workflow. */
  readonly events: readonly string[];

  /** Workflow file and the ref that it was read at; a pull request has its number between the two parts. */
  readonly workflow: readonly [whole: string] | readonly [start: string, end: string];
}

/** The jobs that may take each identity. */
export interface GithubJobs {
  /** Pushes images. */
  readonly push: readonly GithubJob[];

  /** Plans a pull request, or looks for drift. */
  readonly plan: readonly GithubJob[];

  /** Deploys, in a protected environment. */
  readonly apply: readonly GithubJob[];
}

/** What a pipeline is made of unless something else is said. */
export const githubDefaults = {
  branch: 'main',
  workflows: { deploy: 'deploy.yml', review: 'ci.yml', nightly: 'nightly.yml' },
} as const satisfies Pick<GithubPipeline, 'branch' | 'workflows'>;

/** Every job that may take an identity, and nothing else may. */
export function githubJobs(pipeline: GithubPipeline): GithubJobs {
  const { repository, branch, workflows, environments } = pipeline;
  const { owner, name } = repository;
  const about = subjectOf(repository);
  const file = (workflow: string) => `${owner}/${name}/.github/workflows/${workflow}`;
  const ref = `refs/heads/${branch}`;
  const onBranch = { subject: `${about}:ref:${ref}` };
  return {
    push: [
      {
        name: 'Deploy',
        ...onBranch,
        events: ['push', 'workflow_dispatch'],
        workflow: [`${file(workflows.deploy)}@${ref}`],
      },
    ],
    plan: [
      {
        name: 'PullRequest',
        subject: `${about}:pull_request`,
        events: ['pull_request'],
        workflow: [`${file(workflows.review)}@refs/pull/`, '/merge'],
      },
      {
        name: 'Nightly',
        ...onBranch,
        events: ['schedule', 'workflow_dispatch'],
        workflow: [`${file(workflows.nightly)}@${ref}`],
      },
    ],
    apply: environments.map((environment) => ({
      name: 'Environment',
      // a job in an environment says so instead of its branch; the workflow's ref still tells the branch
      subject: `${about}:environment:${environment}`,
      events: ['push', 'workflow_dispatch'],
      workflow: [`${file(workflows.deploy)}@${ref}`],
    })),
  };
}

/** Start of every subject: names alone, or each name with its number. */
function subjectOf({ owner, name, id, ownerId }: GithubRepository): string {
  return ownerId === undefined ? `repo:${owner}/${name}` : `repo:${owner}@${ownerId}/${name}@${id}`;
}

/** Everything that is wrong with a pipeline. None of its words may hold what a cloud would read as a pattern. */
export function githubProblems(pipeline: GithubPipeline): string[] {
  const { workflows, environments } = pipeline;
  return [
    ...problemsOf(pipeline, rules),
    ...Object.entries<string>({ ...workflows })
      .filter(([, file]) => known(file) && !/^[A-Za-z0-9][\w.-]*\.ya?ml$/.test(file))
      .map(
        ([which, file]) =>
          `'workflows.${which}' must be the name of a file in .github/workflows, got ${shown(file)}; write it like 'deploy.yml'`,
      ),
    ...environments
      .filter((name) => known(name) && !/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/.test(name))
      .map(
        (name) =>
          `'environments' must be names of stacks, in lower-case letters, digits and hyphens, got ${shown(name)}; write them like 'ecs-prod'`,
      ),
    ...repeated(environments).map(
      (name) => `'environments' has ${shown(name)} twice; keep one of them`,
    ),
  ];
}

function repeated(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, at) => names.indexOf(name) < at))];
}

const wholeNumber = /^[1-9]\d{0,19}$/;

const rules: readonly Rule<GithubPipeline>[] = [
  {
    broken: ({ repository: { owner } }) =>
      known(owner) && !/^[A-Za-z0-9](-?[A-Za-z0-9]){0,38}$/.test(owner),
    message: ({ repository: { owner } }) =>
      `'repository.owner' must be one account or organization of GitHub, without wildcards, got ${shown(owner)}; write it like 'octo-org'`,
  },
  {
    broken: ({ repository: { name } }) => known(name) && !/^[\w.-]{1,100}$/.test(name),
    message: ({ repository: { name } }) =>
      `'repository.name' must be one repository without its owner and without wildcards, got ${shown(name)}; write it like 'octo-repo'`,
  },
  {
    broken: ({ repository }) => !isNumber(repository.id),
    message: ({ repository: { id } }) =>
      `'repository.id' must be the number of the repository, got ${shown(id)}; ask for it with 'gh api repos/<owner>/<name> --jq .id'`,
  },
  {
    broken: ({ repository: { ownerId } }) => ownerId !== undefined && !isNumber(ownerId),
    message: ({ repository: { ownerId } }) =>
      `'repository.ownerId' must be the number of the owner, got ${shown(ownerId)}; ask for it with 'gh api users/<owner> --jq .id', or leave it out`,
  },
  {
    broken: ({ branch }) => known(branch) && !/^[A-Za-z0-9][A-Za-z0-9._/-]{0,99}$/.test(branch),
    message: ({ branch }) =>
      `'branch' must be the name of one branch, without wildcards, got ${shown(branch)}; write it like 'main'`,
  },
  {
    broken: ({ environments }) => environments.length === 0,
    message: () =>
      `'environments' is empty, so that nobody could deploy; name the stacks that the deploy workflow deploys, for example 'ecs-prod'`,
  },
];

/** A JavaScript caller may leave it out or write a number; a token is judged by nobody. */
function isNumber(value: unknown): boolean {
  return typeof value === 'string' && (!known(value) || wholeNumber.test(value));
}

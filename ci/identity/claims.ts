import { githubIssuer } from '../../constructs/core/github';

/** The claims of a token of GitHub that a trust may ask for; one that is undefined is left out of the token. */
export type Claims = Readonly<Record<string, string | undefined>>;

/** A job as somebody would describe it, and the token that GitHub gives it. */
export interface Case {
  readonly job: string;

  /** Claims; the audience is that of the cloud unless the case has one of its own. */
  readonly claims: Claims;
}

const repository = 'octo-org/octo-repo';
const file = (name: string, of = repository) => `${of}/.github/workflows/${name}`;

/** A push to the branch in the deploy workflow, from which all other jobs differ in something. */
const deploy: Claims = {
  iss: githubIssuer,
  sub: `repo:${repository}:ref:refs/heads/main`,
  repository,
  repository_id: '74',
  repository_owner: 'octo-org',
  repository_owner_id: '65',
  ref: 'refs/heads/main',
  ref_type: 'branch',
  event_name: 'push',
  workflow: 'deploy',
  job_workflow_ref: `${file('deploy.yml')}@refs/heads/main`,
};

const pullRequest: Claims = {
  ...deploy,
  sub: `repo:${repository}:pull_request`,
  ref: 'refs/pull/7/merge',
  event_name: 'pull_request',
  workflow: 'ci',
  job_workflow_ref: `${file('ci.yml')}@refs/pull/7/merge`,
};

const environment = (name: string): Claims => ({
  ...deploy,
  sub: `repo:${repository}:environment:${name}`,
  environment: name,
});

const nightly: Claims = {
  ...deploy,
  event_name: 'schedule',
  workflow: 'nightly',
  job_workflow_ref: `${file('nightly.yml')}@refs/heads/main`,
};

/** The same job in a repository of another name or number. */
const elsewhere = (claims: Claims, name: string, id: string): Claims => ({
  ...claims,
  sub: (claims.sub ?? '').replace(repository, name),
  repository: name,
  repository_owner: name.split('/')[0] ?? '',
  repository_id: id,
  job_workflow_ref: (claims.job_workflow_ref ?? '').replace(repository, name),
});

/** The jobs that the pipeline has, each with a variant for whoever tries to be one of them. */
const ours: Readonly<Record<string, Claims>> = {
  'push to main': deploy,
  'environment ecs-prod': environment('ecs-prod'),
  'environment gcp-run': environment('gcp-run'),
  'pull request of the repository': pullRequest,
  'nightly on main': nightly,
};

/** What somebody changes to get in. */
const variants: readonly (readonly [what: string, change: (claims: Claims) => Claims])[] = [
  ['renamed repository', (claims) => elsewhere(claims, 'octo-org/new-name', '74')],
  ['squatted repository', (claims) => ({ ...claims, repository_id: '75' })],
  ['other owner', (claims) => elsewhere(claims, 'other-org/octo-repo', '76')],
  ['name with a suffix', (claims) => elsewhere(claims, 'octo-org/octo-repo-2', '77')],
  ['other audience', (claims) => ({ ...claims, aud: 'https://github.com/octo-org' })],
  ['other issuer', (claims) => ({ ...claims, iss: 'https://token.example.org' })],
  [
    'reusable workflow of another repository',
    (claims) => ({
      ...claims,
      job_workflow_ref: `${file('deploy.yml', 'octo-org/shared')}@refs/heads/main`,
    }),
  ],
  ['other workflow', (claims) => ({ ...claims, job_workflow_ref: otherFile(claims) })],
  ...(['aud', 'iss', 'sub', 'repository_id', 'job_workflow_ref'] as const).map(
    (claim) => [`no ${claim}`, (claims: Claims) => ({ ...claims, [claim]: undefined })] as const,
  ),
];

/** Jobs that are no variant of one of ours. */
const others: Readonly<Record<string, Claims>> = {
  // nothing in the token tells it from one of the repository: GitHub gives none, unless its settings were changed
  'pull request of a fork that was given a token': { ...pullRequest, actor: 'stranger' },
  'pull_request_target in the deploy workflow': { ...deploy, event_name: 'pull_request_target' },
  'pull request in the deploy workflow': {
    ...pullRequest,
    job_workflow_ref: `${file('deploy.yml')}@refs/pull/7/merge`,
  },
  'push to another branch': {
    ...deploy,
    sub: `repo:${repository}:ref:refs/heads/topic`,
    ref: 'refs/heads/topic',
    job_workflow_ref: `${file('deploy.yml')}@refs/heads/topic`,
  },
  'push to main with the workflow of another branch': {
    ...deploy,
    job_workflow_ref: `${file('deploy.yml')}@refs/heads/topic`,
  },
  tag: {
    ...deploy,
    sub: `repo:${repository}:ref:refs/tags/v1`,
    ref: 'refs/tags/v1',
    ref_type: 'tag',
    job_workflow_ref: `${file('deploy.yml')}@refs/tags/v1`,
  },
  'tag called like the branch': {
    ...deploy,
    sub: `repo:${repository}:ref:refs/tags/main`,
    job_workflow_ref: `${file('deploy.yml')}@refs/tags/main`,
  },
  'environment ecs-prod on another branch': {
    ...environment('ecs-prod'),
    job_workflow_ref: `${file('deploy.yml')}@refs/heads/topic`,
  },
  'unknown environment': environment('staging'),
  'environment ecs-prod in the review workflow': {
    ...environment('ecs-prod'),
    job_workflow_ref: `${file('ci.yml')}@refs/heads/main`,
  },
  'pull request, merge ref with more behind it': {
    ...pullRequest,
    job_workflow_ref: `${file('ci.yml')}@refs/pull/7/merge@refs/heads/evil`,
  },
  'subject with numbers': {
    ...deploy,
    sub: 'repo:octo-org@65/octo-repo@74:ref:refs/heads/main',
  },
  nobody: Object.fromEntries(Object.keys(deploy).map((claim) => [claim, undefined])),
};

/** Every case of the table. */
export const cases: readonly Case[] = [
  ...Object.entries(ours).map(([job, claims]) => ({ job, claims })),
  ...Object.entries(ours).flatMap(([job, claims]) =>
    variants.map(([what, change]) => ({ job: `${job}, ${what}`, claims: change(claims) })),
  ),
  ...Object.entries(others).map(([job, claims]) => ({ job, claims })),
];

function otherFile({ job_workflow_ref: ref = '' }: Claims): string {
  return ref.replace(/workflows\/[\w.]+@/, 'workflows/other.yml@');
}

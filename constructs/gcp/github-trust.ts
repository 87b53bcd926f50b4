import {
  type GithubJob,
  githubJobs,
  type GithubJobs,
  type GithubPipeline,
  type GithubRepository,
} from '../core/github';
import { known } from '../core/known';
import { nameProblems } from '../core/naming';
import { shown } from '../core/validation';

/** Claims of a token as attributes of whoever shows it; `identity` is what the job may be. */
export type AttributeMapping = Readonly<Record<string, string>>;

/** The attribute that each service account is bound by. */
export const identityAttribute = 'attribute.identity';

/** What stands for a job that is none of ours. */
const nobody = 'none';

/** Longest that Google lets an expression be, and a subject in bytes. */
const limits = { expression: 4096, mapping: 2048, subject: 127 };

/** Which attributes a token gets. One without a claim that is asked for here fails, and is refused. */
export function attributeMapping(jobs: GithubJobs): AttributeMapping {
  const choices = Object.entries(jobs).map(
    ([identity, all]: [string, readonly GithubJob[]]) => `${anyOf(all)} ? '${identity}' : `,
  );
  return {
    'google.subject': 'assertion.sub',
    'attribute.repository_id': 'assertion.repository_id',
    [identityAttribute]: `${choices.join('')}'${nobody}'`,
  };
}

/** Which tokens are taken at all: those of this repository, by name and number, whose job is one of ours. */
export function attributeCondition(
  { owner, name, id }: GithubRepository,
  { push, plan, apply }: GithubJobs,
): string {
  return [
    equal('repository', `${owner}/${name}`),
    equal('repository_id', id),
    anyOf([...push, ...plan, ...apply]),
  ].join(' && ');
}

function anyOf(jobs: readonly GithubJob[]): string {
  return `(${jobs.map((job) => `(${isJob(job)})`).join(' || ')})`;
}

function isJob({ subject, events, workflow: [whole, end] }: GithubJob): string {
  const claim = 'assertion.job_workflow_ref';
  const names = events.map((event) => `'${event}'`).join(', ');
  return [
    equal('sub', subject),
    `assertion.event_name in [${names}]`,
    ...(end === undefined
      ? [equal('job_workflow_ref', whole)]
      : [`${claim}.startsWith('${whole}')`, `${claim}.endsWith('${end}')`]),
  ].join(' && ');
}

function equal(claim: string, value: string): string {
  return `assertion.${claim} == '${value}'`;
}

/** What Google refuses to take because it is too long: subjects, the condition and the mapping. */
export function lengthProblems(pipeline: GithubPipeline, expressions: readonly string[]): string[] {
  const { push, plan, apply } = githubJobs(pipeline);
  const subjects = [...push, ...plan, ...apply].map(({ subject }) => subject);
  const long = subjects.filter((subject) => Buffer.byteLength(subject) > limits.subject);
  const [condition = '', ...mappings] = expressions;
  const tooLong =
    condition.length > limits.expression || mappings.some(({ length }) => length > limits.mapping);
  return [
    ...long.map(
      (subject) =>
        `'repository' makes the subject ${shown(subject)}, which has more than the ${limits.subject} bytes that Google takes; shorten the name of the repository, the branch or the environment`,
    ),
    ...(tooLong
      ? [
          `'environments' has ${pipeline.environments.length} names, which make a longer condition than Google takes; divide them between two identities`,
        ]
      : []),
  ];
}

/**
 * Longest prefix: the pool is displayed as `<prefix> on GitHub`, in 32 characters.
 *
 * @see https://cloud.google.com/iam/docs/reference/rest/v1/projects.locations.workloadIdentityPools
 */
const longestPrefix = 22;

/** What Google refuses as the start of the pool's name. */
export function prefixProblems(prefix: string): string[] {
  if (!known(prefix)) return [];
  return [
    ...nameProblems('prefix', prefix),
    ...(prefix.startsWith('gcp-')
      ? [
          `'prefix' must not start with 'gcp-', which Google keeps for its own pools, got ${shown(prefix)}; choose another start`,
        ]
      : []),
    ...(prefix.length > longestPrefix
      ? [
          `'prefix' may have ${longestPrefix} characters, since a pool shows 32 with what follows, got ${prefix.length} in ${shown(prefix)}; shorten it`,
        ]
      : []),
  ];
}

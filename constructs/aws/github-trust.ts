import { type GithubJob, githubIssuer, type GithubRepository } from '../core/github';

/** What a token of GitHub must be made for. */
export const githubAudience = 'sts.amazonaws.com';

/** Issuer as IAM writes it, in the ARN of the provider and in front of every claim. */
export const githubHost = githubIssuer.replace('https://', '');

/**
 * The trust policy of a role that only these jobs may take, one statement for each workflow: a trust may be short only, and
 * deployments differ in their environment alone. Subject, audience, number of the repository and
 * workflow must all be there and equal, so that a token without one of them is refused.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
 */
export function githubTrust(
  providerArn: string,
  { id }: GithubRepository,
  jobs: readonly GithubJob[],
): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: byWorkflow(jobs).map(([job, ...others]) => ({
      Sid: job.name,
      Effect: 'Allow',
      Principal: { Federated: providerArn },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: conditionOf([job, ...others], id),
    })),
  });
}

type Jobs = [GithubJob, ...GithubJob[]];

function byWorkflow(jobs: readonly GithubJob[]): Jobs[] {
  const groups = new Map<string, Jobs>();
  for (const job of jobs) {
    const key = job.workflow.join('*');
    groups.set(key, [...(groups.get(key) ?? []), job]);
  }
  return [...groups.values()];
}

function conditionOf(jobs: Jobs, id: string): object {
  const subjects = jobs.map(({ subject }) => subject);
  const [whole, end] = jobs[0].workflow;
  const exact = {
    [claim('aud')]: githubAudience,
    [claim('sub')]: subjects.length === 1 ? subjects[0] : subjects,
    [claim('repository_id')]: id,
  };
  if (end === undefined) {
    return { StringEquals: { ...exact, [claim('job_workflow_ref')]: whole } };
  }
  // ADR 0028: the ref of a pull request has its number in it, and IAM has no other way to leave one part open
  const open = { [claim('job_workflow_ref')]: `${whole}*${end}` };
  return { StringEquals: exact, StringLike: open };
}

/** A claim as a condition key. */
function claim(name: string): string {
  return `${githubHost}:${name}`;
}

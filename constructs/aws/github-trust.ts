import { type GithubJob, githubIssuer, type GithubRepository } from '../core/github';

/** What a token of GitHub must be made for. */
export const githubAudience = 'sts.amazonaws.com';

/** Issuer as IAM writes it, in the ARN of the provider and in front of every claim. */
export const githubHost = githubIssuer.replace('https://', '');

/**
 * The trust policy of a role that only these jobs may take, one statement each. Subject, audience, number of the repository and
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
    Statement: jobs.map((job) => ({
      Sid: job.name,
      Effect: 'Allow',
      Principal: { Federated: providerArn },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: conditionOf(job, id),
    })),
  });
}

function conditionOf({ subject, workflow }: GithubJob, id: string): object {
  const [whole, end] = workflow;
  const exact = {
    [claim('aud')]: githubAudience,
    [claim('sub')]: subject,
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

import { type GithubJob, githubJobs, type GithubPipeline } from '../core/github';
import { known } from '../core/known';
import { applyStatements } from './github-apply';
import type { GithubIdentityProps } from './github-identity';
import type { GithubPlace } from './github-place';
import { planStatements, stateStatements } from './github-rights';
import { githubHost, githubTrust } from './github-trust';

/**
 * Longest policies that a role may have, in characters: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const longest = { policy: 10_240, trust: 2048 } as const;

/** Longest prefix: a role of 64 characters ends with `-github-apply`. */
export const longestPrefix = 51;

/**
 * What IAM would refuse because it is too long. What only the deployment knows counts with the fewest characters that it can
 * have, so that nothing is refused which would fit.
 *
 * @param region the region, or undefined where only the deployment knows it
 */
export function sizeProblems(
  props: GithubIdentityProps,
  pipeline: GithubPipeline,
  region = 'us-east-1',
): string[] {
  const place = shortest(props, region);
  const { environments, stateEnvironments = [] } = props;
  const others = githubJobs({ ...pipeline, environments: stateEnvironments }).apply;
  return [
    ...policyProblems('plan', planStatements(place)),
    ...policyProblems('apply', applyStatements(place, environments)),
    ...policyProblems('state', stateStatements(place, stateEnvironments)),
    ...trustProblems('environments', pipeline, githubJobs(pipeline).apply),
    ...trustProblems('stateEnvironments', pipeline, others),
  ];
}

function shortest(props: GithubIdentityProps, region: string): GithubPlace {
  const { prefix, names, stateBucket, repositoryArns, contentBuckets = [] } = props;
  const accountId = '0'.repeat(12);
  return {
    ...{ partition: 'aws', region, accountId, prefix, names, stateBucket },
    repositoryArns: repositoryArns.map((arn) =>
      known(arn) ? arn : `arn:aws:ecr:${region}:${accountId}:repository/aa`,
    ),
    contentBuckets: contentBuckets.map((name) => `arn:aws:s3:::${name}-${accountId}-${region}`),
    boundaryArn: `arn:aws:iam::${accountId}:policy/a`,
    providerArn: issuer,
  };
}

const issuer = `arn:aws:iam::${'0'.repeat(12)}:oidc-provider/${githubHost}`;

function policyProblems(what: string, statements: readonly object[]): string[] {
  const { length } = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  if (length <= longest.policy) return [];
  return [
    `'environments', 'names', 'repositoryArns' and 'contentBuckets' make a policy of ${length} characters for ${what}, and IAM takes ${longest.policy}; divide the stacks between two identities`,
  ];
}

function trustProblems(
  prop: 'environments' | 'stateEnvironments',
  { repository }: GithubPipeline,
  jobs: readonly GithubJob[],
): string[] {
  const { length } = githubTrust(issuer, repository, jobs);
  if (length <= longest.trust) return [];
  return [
    `'${prop}' has ${jobs.length} names, which make a trust of ${length} characters, and IAM takes ${longest.trust}; divide the stacks between two identities`,
  ];
}

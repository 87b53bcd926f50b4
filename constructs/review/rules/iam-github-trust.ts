import { eachTrusted } from '../evidence/identity-policy';
import { githubComplaints, trustsGithub } from '../evidence/github-trust';
import type { ReviewRule } from '../rule';

/** A role trusts one place of one repository on GitHub. */
export const iamGithubTrust: ReviewRule = {
  id: 'iam-github-trust',
  title: 'a role trusts one place of one repository on GitHub',
  rationale:
    'One issuer signs for all of GitHub. A pattern, an operator that holds for a missing claim, or one loose statement beside a strict one lets other repositories in.',
  remedy:
    "compare 'aud' with 'sts.amazonaws.com' and 'sub' with whole subjects by 'StringEquals', in every statement",
  severity: 'high',
  controls: ['CKV_AWS_393', 'CKV_AWS_358'],
  page: 'https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws',
  types: ['aws_iam_role'],
  check: ({ block }, evidence) =>
    eachTrusted(block.assume_role_policy, evidence, (statement) =>
      trustsGithub(statement, evidence) ? githubComplaints(statement, evidence) : [],
    ),
};

import { requires, type ReviewRule } from '../rule';

/** A workload identity provider trusts one owner or repository. */
export const gcpGithubCondition: ReviewRule = {
  id: 'gcp-github-condition',
  title: 'a workload identity provider trusts one owner or repository',
  rationale:
    'One issuer signs for all of GitHub: without a condition, every repository of the world gets in. A condition with an alternative that always holds is none.',
  remedy:
    "compare 'assertion.repository_id' or 'assertion.repository_owner_id' in 'attribute_condition', joined by && alone",
  severity: 'high',
  controls: ['CKV_GCP_118', 'CKV_GCP_125', 'GCP-0068'],
  page: 'https://cloud.google.com/iam/docs/workload-identity-federation-with-deployment-pipelines',
  types: ['google_iam_workload_identity_pool_provider'],
  check: ({ block }, evidence) =>
    evidence.isSet(block.oidc) === false
      ? []
      : requires(
          evidence.isText(block.attribute_condition, isNarrow),
          "'attribute_condition' does not decide on the repository",
        ),
};

/** Every alternative compares a claim that only its owner has with a text. */
function isNarrow(condition: string): boolean {
  return condition
    .split('||')
    .every((part) =>
      /\b(assertion|attribute|google)\.(sub|subject|repository|repository_id|repository_owner|repository_owner_id|owner|owner_id)\s*(==\s*['"][^'"*]+['"]|in\s*\[\s*['"])/.test(
        part,
      ),
    );
}

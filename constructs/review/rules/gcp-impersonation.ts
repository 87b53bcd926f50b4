import { grantsIn } from '../evidence/google-member';
import { requires, type ReviewRule } from '../rule';

/** An account is impersonated one by one. */
export const gcpImpersonation: ReviewRule = {
  id: 'gcp-impersonation',
  title: 'an account is impersonated one by one',
  rationale: 'On the project, these roles give every account in it, those of tomorrow included.',
  remedy: "give the role on the account itself by 'google_service_account_iam_member'",
  severity: 'high',
  controls: ['CKV_GCP_41', 'CKV_GCP_49', 'CIS 1.6', 'GCP-0011'],
  page: 'https://cloud.google.com/iam/docs/service-account-permissions',
  types: ['google_project_iam_member', 'google_project_iam_binding', 'google_project_iam_policy'],
  check: (resource, evidence) =>
    grantsIn(resource, evidence).flatMap(({ role }) =>
      requires(
        role === undefined ? undefined : evidence.isText(role, (text) => !impersonating.has(text)),
        'it lets every account of the project be impersonated',
      ),
    ),
};

const impersonating = new Set([
  'roles/iam.serviceAccountUser',
  'roles/iam.serviceAccountTokenCreator',
  'roles/iam.workloadIdentityUser',
]);

import { grantsIn } from '../evidence/google-member';
import { requires, type ReviewRule } from '../rule';

/** Nobody may do everything in a project. */
export const gcpBasicRole: ReviewRule = {
  id: 'gcp-basic-role',
  title: 'nobody may do everything in a project',
  rationale: 'Editor and Owner may change and delete nearly everything.',
  remedy: 'give the role of the one service that is needed',
  severity: 'high',
  controls: ['CKV_GCP_42', 'CKV_GCP_117', 'CIS 1.5'],
  page: 'https://cloud.google.com/iam/docs/roles-overview#basic',
  types: ['google_project_iam_member', 'google_project_iam_binding', 'google_project_iam_policy'],
  check: (resource, evidence) =>
    grantsIn(resource, evidence).flatMap(({ role }) =>
      requires(
        role === undefined
          ? undefined
          : evidence.isText(role, (text) => !['roles/owner', 'roles/editor'].includes(text)),
        'it gives a basic role',
      ),
    ),
};

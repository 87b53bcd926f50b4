import { grantsIn, isForEveryone } from '../evidence/google-member';
import { not, requires, type ReviewRule } from '../rule';

/** A secret of Google is for those that are named. */
export const secretManagerPublic: ReviewRule = {
  id: 'secret-manager-public',
  title: 'a secret of Google is for those that are named',
  rationale: 'A secret that everyone may read is none.',
  remedy: "name accounts in 'member', not 'allUsers' or 'allAuthenticatedUsers'",
  severity: 'high',
  controls: [],
  page: 'https://cloud.google.com/secret-manager/docs/access-control',
  types: [
    'google_secret_manager_secret_iam_member',
    'google_secret_manager_secret_iam_binding',
    'google_secret_manager_secret_iam_policy',
  ],
  check: (resource, evidence) =>
    grantsIn(resource, evidence).flatMap((grant) =>
      requires(not(isForEveryone(grant, evidence)), 'a role is for everyone'),
    ),
};

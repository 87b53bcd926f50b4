import { grantsIn } from '../evidence/google-member';
import { visibleText } from '../evidence/policy-statement';
import { every, requires, type ReviewRule } from '../rule';

/** An account is for one repository of a pool, not for all of it. */
export const gcpGithubBinding: ReviewRule = {
  id: 'gcp-github-binding',
  title: 'an account is for one repository of a pool, not for all of it',
  rationale:
    'Whoever gets into the pool, for another repository or another job, is this account as well.',
  remedy: "name 'principalSet://…/attribute.repository_id/<id>' or one 'principal://…/subject/…'",
  severity: 'high',
  controls: [],
  page: 'https://cloud.google.com/iam/docs/principal-identifiers',
  types: [
    'google_service_account_iam_member',
    'google_service_account_iam_binding',
    'google_service_account_iam_policy',
  ],
  check: (resource, evidence) =>
    grantsIn(resource, evidence).flatMap(({ members }) =>
      requires(
        members &&
          every(
            members.map((member) => {
              const text = visibleText(evidence.model, member);
              return !/^(principalSet:.*\/\*|allUsers|allAuthenticatedUsers)$/.test(text);
            }),
          ),
        'everyone in the pool may be this account',
      ),
    ),
};

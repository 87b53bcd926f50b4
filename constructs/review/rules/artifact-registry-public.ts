import { grantsIn, isForEveryone } from '../evidence/google-member';
import { not, requires, type ReviewRule } from '../rule';

/** The registry of Google is for those that are named. */
export const artifactRegistryPublic: ReviewRule = {
  id: 'artifact-registry-public',
  title: 'the registry of Google is for those that are named',
  rationale: 'Whoever may pull has the code.',
  remedy: "name accounts in 'member', not 'allUsers' or 'allAuthenticatedUsers'",
  severity: 'high',
  controls: ['CKV_GCP_101'],
  page: 'https://cloud.google.com/artifact-registry/docs/access-control',
  types: [
    'google_artifact_registry_repository_iam_member',
    'google_artifact_registry_repository_iam_binding',
    'google_artifact_registry_repository_iam_policy',
  ],
  check: (resource, evidence) =>
    grantsIn(resource, evidence).flatMap((grant) =>
      requires(not(isForEveryone(grant, evidence)), 'a role is for everyone'),
    ),
};

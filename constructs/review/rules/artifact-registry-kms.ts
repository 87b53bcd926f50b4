import { requires, type ReviewRule } from '../rule';

/** The registry of Google is encrypted with a key of one's own. */
export const artifactRegistryKms: ReviewRule = {
  id: 'artifact-registry-kms',
  title: "the registry of Google is encrypted with a key of one's own",
  rationale: 'The key of Google cannot be taken away from somebody who may pull.',
  remedy: "name a key in 'kms_key_name', which makes the registry anew",
  severity: 'low',
  controls: ['CKV_GCP_84'],
  page: 'https://cloud.google.com/artifact-registry/docs/cmek',
  types: ['google_artifact_registry_repository'],
  check: ({ block }, evidence) =>
    requires(evidence.isSet(block.kms_key_name), "'kms_key_name' is missing"),
};

import { requires, type ReviewRule } from '../rule';

/** A service of Cloud Run cannot be deleted by mistake. */
export const cloudRunDeletionProtection: ReviewRule = {
  id: 'cloud-run-deletion-protection',
  title: 'a service of Cloud Run cannot be deleted by mistake',
  rationale: 'With it goes its address, which others know.',
  remedy: "leave 'deletion_protection' on",
  severity: 'medium',
  controls: [],
  page: 'https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/cloud_run_v2_service',
  types: ['google_cloud_run_v2_service'],
  check: ({ block }, evidence) =>
    requires(evidence.isTrue(block.deletion_protection, true), "'deletion_protection' is false"),
};

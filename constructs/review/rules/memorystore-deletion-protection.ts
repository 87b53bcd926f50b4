import { requires, type ReviewRule } from '../rule';

/** A cache of Google cannot be deleted by mistake. */
export const memorystoreDeletionProtection: ReviewRule = {
  id: 'memorystore-deletion-protection',
  title: 'a cache of Google cannot be deleted by mistake',
  rationale: 'What is in no other place is gone with the cache.',
  remedy: "leave 'deletion_protection_enabled' on",
  severity: 'medium',
  controls: [],
  page: 'https://cloud.google.com/memorystore/docs/valkey/create-instances',
  types: ['google_memorystore_instance'],
  check: ({ block }, evidence) =>
    requires(
      evidence.isTrue(block.deletion_protection_enabled, true),
      "'deletion_protection_enabled' is false",
    ),
};

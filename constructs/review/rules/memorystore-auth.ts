import { requires, type ReviewRule } from '../rule';

/** A cache of Google asks who comes. */
export const memorystoreAuth: ReviewRule = {
  id: 'memorystore-auth',
  title: 'a cache of Google asks who comes',
  rationale: 'Whoever writes to the cache forges what replicas tell each other.',
  remedy:
    "set 'authorization_mode' to 'IAM_AUTH', or waive it with the premise 'closed-to-internet'",
  severity: 'medium',
  controls: [],
  page: 'https://cloud.google.com/memorystore/docs/valkey/about-iam-auth',
  types: ['google_memorystore_instance'],
  check: ({ block }, evidence) =>
    requires(
      evidence.isText(block.authorization_mode, (text) => text === 'IAM_AUTH'),
      "'authorization_mode' is not 'IAM_AUTH'",
    ),
};

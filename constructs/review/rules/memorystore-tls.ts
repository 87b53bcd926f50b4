import { requires, type ReviewRule } from '../rule';

/** A cache of Google speaks TLS. */
export const memorystoreTls: ReviewRule = {
  id: 'memorystore-tls',
  title: 'a cache of Google speaks TLS',
  rationale: 'What is in the cache travels in plain text through the network otherwise.',
  remedy:
    "set 'transit_encryption_mode' to 'SERVER_AUTHENTICATION', or waive it with the premise 'closed-to-internet'",
  severity: 'medium',
  controls: [],
  page: 'https://cloud.google.com/memorystore/docs/valkey/about-in-transit-encryption',
  types: ['google_memorystore_instance'],
  check: ({ block }, evidence) =>
    requires(
      evidence.isText(block.transit_encryption_mode, (text) => text === 'SERVER_AUTHENTICATION'),
      "'transit_encryption_mode' is not 'SERVER_AUTHENTICATION'",
    ),
};

import type { Objective } from '../constructs/core/objective';
import type { system } from './system';

/** What may have an objective: every workload, and the proxy in front of them. */
export type ObjectiveName = keyof typeof system.workloads | 'reverse-proxy';

/**
 * What each service promises where it differs from 99.9 % of the requests, and 99 % of the answers within a second. Every
 * environment and the rules of Prometheus on a laptop render these.
 *
 * What fails by nature comes by chance, so that an hour may well have more of it. The goal and the smallest number of
 * errors are chosen so that chance alone almost never fires, at any traffic: a test computes how often it would.
 */
export const objectives: Partial<Record<ObjectiveName, Objective>> = {
  // its frozen source answers one request in ten with a 500
  uptime: { availabilityPercent: 98, naturalErrorPercent: 10, minimumBadRequests: 50 },
  // asks uptime twice, so that one answer in a hundred is a 500, if nobody asks for anything else
  'reverse-proxy': { availabilityPercent: 99.5, naturalErrorPercent: 1, minimumBadRequests: 30 },
};

import { synthesizedStacks } from '../../schema/stacks';
import type { Document } from './mutation';

/** Every stack, with what an owner may turn on: the identities of a pipeline, a budget, a host name on Google Cloud. */
export function stacksWithEverything(): ReadonlyMap<string, Document> {
  const stacks = synthesizedStacks({
    SLIPWAY_NOTIFY_EMAIL: 'oncall@example.org',
    SLIPWAY_GITHUB_REPOSITORY: 'octo-org/octo-repo',
    SLIPWAY_GITHUB_REPOSITORY_ID: '74',
    SLIPWAY_GCP_BILLING_ACCOUNT: '012345-6789AB-CDEF01',
    SLIPWAY_GCP_BUDGET: '200',
    SLIPWAY_GCP_DOMAIN: 'app.example.org',
    SLIPWAY_GCP_ZONE: 'example.org',
  });
  return new Map(Object.entries(stacks as Record<string, Document>));
}

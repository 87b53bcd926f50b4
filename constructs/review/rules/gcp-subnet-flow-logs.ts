import { requires, type ReviewRule } from '../rule';

/** A subnet of Google logs its connections. */
export const gcpSubnetFlowLogs: ReviewRule = {
  id: 'gcp-subnet-flow-logs',
  title: 'a subnet of Google logs its connections',
  rationale:
    'Whether somebody moved on from a container that was broken into is in these logs alone.',
  remedy: "write 'log_config'",
  severity: 'medium',
  controls: ['CKV_GCP_26', 'CIS 3.8', 'GCP-0029'],
  page: 'https://cloud.google.com/vpc/docs/using-flow-logs',
  types: ['google_compute_subnetwork'],
  check: ({ block }, evidence) => {
    const special = ['REGIONAL_MANAGED_PROXY', 'GLOBAL_MANAGED_PROXY', 'PRIVATE_SERVICE_CONNECT'];
    if (evidence.isText(block.purpose, (text) => special.includes(text)) === true) return [];
    const config = evidence.blocks(block.log_config);
    return requires(config && config.length > 0, "'log_config' is missing");
  },
};

import { requires, type ReviewRule } from '../rule';

/** A firewall rule of Google logs what it decides. */
export const gcpFirewallLogging: ReviewRule = {
  id: 'gcp-firewall-logging',
  title: 'a firewall rule of Google logs what it decides',
  rationale: 'Who tried to come in, and who did, is in these logs alone.',
  remedy: "write 'log_config'",
  severity: 'low',
  controls: [],
  page: 'https://cloud.google.com/firewall/docs/firewall-rules-logging',
  types: ['google_compute_firewall'],
  check: ({ block }, evidence) => {
    const config = evidence.blocks(block.log_config);
    return requires(config && config.length > 0, "'log_config' is missing");
  },
};

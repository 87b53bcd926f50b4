import { requires, type ReviewRule } from '../rule';

/** A public zone of Google is signed. */
export const gcpDnssec: ReviewRule = {
  id: 'gcp-dnssec',
  title: 'a public zone of Google is signed',
  rationale: 'Whoever forges an answer of DNS leads callers to another address.',
  remedy: "write 'dnssec_config' with the state 'on'",
  severity: 'medium',
  controls: ['CIS 3.3', 'CKV_GCP_16'],
  page: 'https://cloud.google.com/dns/docs/dnssec',
  types: ['google_dns_managed_zone'],
  check: ({ block }, evidence) => {
    if (evidence.isText(block.visibility, (text) => text === 'private', 'public') === true)
      return [];
    const config = evidence.first(block.dnssec_config);
    return requires(
      config && evidence.isText(config.state, (text) => text === 'on', 'off'),
      "'dnssec_config' is not on",
    );
  },
};

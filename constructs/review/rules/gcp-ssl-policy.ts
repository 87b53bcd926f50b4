import { every, requires, type ReviewRule } from '../rule';

/** A balancer of Google speaks TLS 1.2 or newer with modern ciphers. */
export const gcpSslPolicy: ReviewRule = {
  id: 'gcp-ssl-policy',
  title: 'a balancer of Google speaks TLS 1.2 or newer with modern ciphers',
  rationale: 'Without a policy a balancer speaks TLS 1.0.',
  remedy:
    "name an 'ssl_policy' with the profile 'MODERN' or 'RESTRICTED' and 'min_tls_version' 'TLS_1_2'",
  severity: 'high',
  controls: ['CKV_GCP_4', 'CIS 3.9', 'GCP-0039'],
  page: 'https://cloud.google.com/load-balancing/docs/ssl-policies-concepts',
  types: ['google_compute_target_https_proxy', 'google_compute_ssl_policy'],
  check: ({ type, block }, evidence) =>
    type === 'google_compute_target_https_proxy'
      ? requires(evidence.isSet(block.ssl_policy), "'ssl_policy' is missing")
      : requires(
          every([
            evidence.isText(block.profile, (text) => text !== 'COMPATIBLE', 'COMPATIBLE'),
            evidence.isText(block.min_tls_version, (text) => /^TLS_1_[23]$/.test(text), 'TLS_1_0'),
          ]),
          'it allows old versions of TLS or weak ciphers',
        ),
};

import { type Block, each, one, type Resources, type RuleCases, unknown } from './case.fixture';
import { runCases } from './cloud-run.fixture';

const bucket = 'google_storage_bucket';
const key = 'google_kms_crypto_key';
const firewall = 'google_compute_firewall';
const provider = 'google_iam_workload_identity_pool_provider';
const cache = 'google_memorystore_instance';
const alert = 'google_monitoring_alert_policy';
const subnet = 'google_compute_subnetwork';

const isTrue = (type: string, argument: string, byDefault = false): RuleCases => ({
  bad: each(type, { [argument]: false }, ...(byDefault ? [] : [{}])),
  good: each(type, { [argument]: true }, ...(byDefault ? [{}] : [])),
  unread: each(type, { [argument]: unknown }),
});

const isText = (type: string, argument: string, right: string): RuleCases => ({
  bad: each(type, {}, { [argument]: 'OTHER' }),
  good: each(type, { [argument]: right }),
  unread: each(type, { [argument]: unknown }),
});

/** A nested block that must be there. */
const hasBlock = (type: string, argument: string): RuleCases => ({
  bad: each(type, {}),
  good: each(type, { [argument]: { x: 1 } }),
  unread: each(type, { [argument]: unknown }),
});

/** Roles that somebody without a name must not have. */
const named = (family: string): RuleCases => ({
  bad: [
    one(`${family}_iam_member`, { role: 'r', member: 'allUsers' }),
    one(`${family}_iam_binding`, { role: 'r', members: ['user:a', 'allAuthenticatedUsers'] }),
    one(`${family}_iam_policy`, {
      policy_data: JSON.stringify({ bindings: [{ role: 'r', members: ['allUsers'] }] }),
    }),
  ],
  good: [
    one(`${family}_iam_member`, { role: 'r', member: 'serviceAccount:${google_x.y.email}' }),
    one(`${family}_iam_binding`, { role: 'r', members: ['user:a@example.org'] }),
  ],
  unread: [one(`${family}_iam_member`, { role: 'r', member: unknown })],
});

const projectRoles = (bad: string): RuleCases => ({
  bad: [one('google_project_iam_member', { role: bad, member: 'user:a' })],
  good: [one('google_project_iam_member', { role: 'roles/run.viewer', member: 'user:a' })],
  unread: [
    one('google_project_iam_member', { role: unknown, member: 'user:a' }),
    one('google_project_iam_policy', { policy_data: '${jsonencode({ bindings = [] })}' }),
  ],
});

const entering = (block: Block): Block => ({
  allow: [{ protocol: 'tcp', ports: ['22'] }],
  source_ranges: ['0.0.0.0/0'],
  ...block,
});

const conditions = (...texts: readonly string[]): Resources[] =>
  each(provider, ...texts.map((attribute_condition) => ({ oidc: {}, attribute_condition })));

const members = (...list: readonly string[]): Resources[] =>
  each('google_service_account_iam_member', ...list.map((member) => ({ role: 'r', member })));

const pool = 'iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/github';

const httpProxy = (map: Block): Resources => ({
  google_compute_target_http_proxy: { p: { url_map: '${google_compute_url_map.m.id}' } },
  google_compute_url_map: { m: map },
});

/** What rules about Google Cloud must say. */
export const googleCases: Record<string, RuleCases> = {
  ...runCases,
  'artifact-registry-immutable': {
    bad: each('google_artifact_registry_repository', {}, { docker_config: {} }),
    good: each(
      'google_artifact_registry_repository',
      { docker_config: { immutable_tags: true } },
      { format: 'NPM' },
    ),
    unread: each('google_artifact_registry_repository', { docker_config: unknown }),
  },
  'artifact-registry-kms': {
    bad: each('google_artifact_registry_repository', {}),
    good: each('google_artifact_registry_repository', { kms_key_name: 'k' }),
    unread: each('google_artifact_registry_repository', { kms_key_name: unknown }),
  },
  'artifact-registry-public': named('google_artifact_registry_repository'),
  'gcp-armor-known-attacks': {
    bad: each(
      'google_compute_security_policy',
      {},
      {
        rule: [
          {
            action: 'deny(403)',
            preview: true,
            match: { expr: { expression: "evaluatePreconfiguredWaf('cve-canary')" } },
          },
        ],
      },
    ),
    good: each('google_compute_security_policy', {
      rule: [
        {
          action: 'deny(403)',
          match: { expr: { expression: "evaluatePreconfiguredWaf('cve-canary')" } },
        },
      ],
    }),
    unread: each('google_compute_security_policy', { rule: unknown }),
  },
  'gcp-backend-logging': {
    bad: each('google_compute_backend_service', {}, { log_config: { enable: false } }),
    good: each('google_compute_backend_service', { log_config: { enable: true } }),
    unread: each('google_compute_backend_service', { log_config: { enable: unknown } }),
  },
  'gcp-basic-role': projectRoles('roles/editor'),
  'gcp-budget-notified': hasBlock('google_billing_budget', 'threshold_rules'),
  'gcp-default-network': {
    bad: each('google_compute_network', {}, { auto_create_subnetworks: true }),
    good: each('google_compute_network', { auto_create_subnetworks: false }),
    unread: each('google_compute_network', { auto_create_subnetworks: unknown }),
  },
  'gcp-dnssec': {
    bad: each('google_dns_managed_zone', {}, { dnssec_config: { state: 'off' } }),
    good: each(
      'google_dns_managed_zone',
      { dnssec_config: { state: 'on' } },
      { visibility: 'private' },
    ),
    unread: each('google_dns_managed_zone', { dnssec_config: { state: unknown } }),
  },
  'gcp-firewall-logging': hasBlock(firewall, 'log_config'),
  'gcp-firewall-open': {
    bad: each(
      firewall,
      entering({}),
      entering({ allow: { protocol: 'all' } }),
      entering({ source_ranges: undefined }),
      entering({ source_ranges: ['0.0.0.0/1', '128.0.0.0/1'] }),
      entering({ source_ranges: [unknown, '0.0.0.0/0'] }),
      entering({ source_ranges: ['8.0.0.0/8'] }),
      entering({ source_ranges: ['::/0'] }),
    ),
    good: each(
      firewall,
      entering({ allow: [{ protocol: 'tcp', ports: ['443'] }] }),
      entering({ source_ranges: ['10.0.0.0/8'] }),
      entering({ source_ranges: ['2600:1900:4000::/64', 'fd20::/20'] }),
      entering({ direction: 'EGRESS' }),
      entering({ disabled: true }),
      entering({ source_ranges: undefined, source_tags: ['web'] }),
      { deny: [{ protocol: 'all' }], source_ranges: ['0.0.0.0/0'] },
    ),
    unread: each(
      firewall,
      entering({ source_ranges: unknown }),
      entering({ allow: { protocol: 'tcp', ports: unknown } }),
    ),
  },
  'gcp-github-binding': {
    bad: members(`principalSet://${pool}/*`, 'allUsers'),
    good: members(
      `principalSet://${pool}/attribute.repository_id/1`,
      'principalSet://${google_x.y.name}/attribute.repository/o/r',
      'serviceAccount:a',
    ),
    unread: [one('google_service_account_iam_binding', { role: 'r', members: unknown })],
  },
  'gcp-github-condition': {
    bad: [
      ...each(provider, { oidc: { issuer_uri: 'https://token.actions.githubusercontent.com' } }),
      ...conditions(
        "assertion.sub=='repo:o/r:ref:refs/heads/main' || true",
        'true',
        "assertion.ref=='refs/heads/main'",
        "assertion.repository_owner!='x'",
      ),
    ],
    good: [
      ...conditions(
        "assertion.repository_id == '1234' && assertion.ref == 'refs/heads/main'",
        "assertion.repository == 'o/a' || assertion.repository == 'o/b'",
        "assertion.repository_owner_id in ['1', '2']",
      ),
      ...each(provider, { saml: {} }),
    ],
    unread: conditions(unknown),
  },
  'gcp-http-redirect': {
    bad: [httpProxy({ default_service: 'b' }), httpProxy({ default_url_redirect: {} })],
    good: [httpProxy({ default_url_redirect: { https_redirect: true } })],
    unread: [one('google_compute_target_http_proxy', { url_map: unknown })],
  },
  'gcp-impersonation': projectRoles('roles/iam.serviceAccountTokenCreator'),
  'gcp-kms-kept': {
    bad: each(key, {}, { lifecycle: {} }),
    good: each(key, { lifecycle: { prevent_destroy: true } }),
  },
  'gcp-kms-public': named('google_kms_crypto_key'),
  'gcp-kms-rotation': {
    bad: each(key, {}, { rotation_period: '31536000s' }),
    good: each(key, { rotation_period: '7776000s' }, { purpose: 'ASYMMETRIC_SIGN' }),
    unread: each(key, { rotation_period: unknown }),
  },
  'gcp-service-account-key': {
    bad: each('google_service_account_key', {}),
    good: each('google_service_account', {}),
  },
  'gcp-ssl-policy': {
    bad: [
      ...each('google_compute_target_https_proxy', {}),
      ...each('google_compute_ssl_policy', { profile: 'MODERN' }, { min_tls_version: 'TLS_1_2' }),
    ],
    good: [
      ...each('google_compute_target_https_proxy', { ssl_policy: 'p' }),
      ...each('google_compute_ssl_policy', { profile: 'MODERN', min_tls_version: 'TLS_1_2' }),
    ],
    unread: each('google_compute_target_https_proxy', { ssl_policy: unknown }),
  },
  'gcp-subnet-flow-logs': {
    bad: each(subnet, {}),
    good: each(subnet, { log_config: {} }, { purpose: 'REGIONAL_MANAGED_PROXY' }),
    unread: each(subnet, { log_config: unknown }),
  },
  'gcp-subnet-private-access': isTrue(subnet, 'private_ip_google_access'),
  'gcs-access-logging': hasBlock(bucket, 'logging'),
  'gcs-force-destroy': {
    bad: each(bucket, { force_destroy: true }),
    good: each(bucket, {}),
    unread: each(bucket, { force_destroy: unknown }),
  },
  'gcs-public': {
    bad: [
      ...named(bucket).bad,
      one(`${bucket}_access_control`, { role: 'READER', entity: 'allUsers' }),
      one(`${bucket}_acl`, { role_entity: ['OWNER:user-a@b', 'READER:allAuthenticatedUsers'] }),
      one('google_storage_default_object_acl', { role_entity: ['READER:allUsers'] }),
      one(`${bucket}_acl`, { predefined_acl: 'publicRead' }),
    ],
    good: [
      ...named(bucket).good,
      one(`${bucket}_access_control`, { role: 'READER', entity: 'user-a@b' }),
      one(`${bucket}_acl`, { predefined_acl: 'projectPrivate' }),
      one('google_storage_object_acl', { role_entity: ['OWNER:user-a@b'] }),
    ],
    unread: [
      ...(named(bucket).unread ?? []),
      one(`${bucket}_iam_member`, { role: 'r', member: '${each.value}' }),
      one(`${bucket}_iam_member`, { role: 'r', member: '${module.m.who}' }),
      one(`${bucket}_acl`, { role_entity: unknown }),
    ],
  },
  'gcs-public-prevention': isText(bucket, 'public_access_prevention', 'enforced'),
  'gcs-uniform-access': isTrue(bucket, 'uniform_bucket_level_access'),
  'gcs-versioning': {
    bad: each(bucket, {}, { versioning: { enabled: false } }),
    good: each(bucket, { versioning: { enabled: true } }),
    unread: each(bucket, { versioning: { enabled: unknown } }),
  },
  'memorystore-auth': isText(cache, 'authorization_mode', 'IAM_AUTH'),
  'memorystore-deletion-protection': isTrue(cache, 'deletion_protection_enabled', true),
  'memorystore-tls': isText(cache, 'transit_encryption_mode', 'SERVER_AUTHENTICATION'),
  'monitoring-channel': {
    bad: each(alert, {}, { notification_channels: ['c'], enabled: false }),
    good: each(alert, { notification_channels: ['c'] }),
    unread: each(alert, { notification_channels: unknown }),
  },
  'monitoring-documentation': {
    bad: each(alert, {}, { documentation: {} }),
    good: each(alert, { documentation: { content: 'Read the log.' } }),
    unread: each(alert, { documentation: unknown }),
  },
  'secret-manager-public': named('google_secret_manager_secret'),
};

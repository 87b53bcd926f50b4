/** The roles of Google that deploy, each on the project. */
export const deployingRoles: readonly string[] = [
  'roles/compute.networkAdmin',
  'roles/compute.securityAdmin',
  'roles/dns.admin',
  'roles/logging.configWriter',
  'roles/memorystore.admin',
  'roles/monitoring.editor',
  'roles/networkconnectivity.consumerNetworkAdmin',
  'roles/run.admin',
  'roles/storage.admin',
];

/** What no role of Google gives without more: looking accounts up, and who may read which secret, without its value. */
export const deployingPermissions: readonly string[] = [
  'iam.serviceAccounts.get',
  'iam.serviceAccounts.list',
  'secretmanager.secrets.get',
  'secretmanager.secrets.getIamPolicy',
  'secretmanager.secrets.setIamPolicy',
];

/**
 * What making the accounts of services takes, whose own policies stay closed. All of it is about every account of the project: IAM
 * knows no conditions on the names of accounts.
 *
 * @see https://cloud.google.com/iam/docs/conditions-attribute-reference
 */
export const accountPermissions: readonly string[] = [
  'iam.serviceAccounts.actAs',
  'iam.serviceAccounts.create',
  'iam.serviceAccounts.delete',
  'iam.serviceAccounts.update',
];

/** What a plan reads of each type of resource. An object's content is none of it: see `contentBuckets`. */
export const readingPermissions: Readonly<Record<string, readonly string[]>> = {
  google_cloud_run_v2_service: ['run.services.get'],
  google_cloud_run_v2_service_iam_member: ['run.services.getIamPolicy'],
  google_compute_backend_service: ['compute.backendServices.get'],
  google_compute_firewall: ['compute.firewalls.get'],
  google_compute_global_address: ['compute.globalAddresses.get'],
  google_compute_global_forwarding_rule: ['compute.globalForwardingRules.get'],
  google_compute_managed_ssl_certificate: ['compute.sslCertificates.get'],
  google_compute_network: ['compute.networks.get'],
  google_compute_region_network_endpoint_group: ['compute.regionNetworkEndpointGroups.get'],
  google_compute_route: ['compute.routes.get'],
  google_compute_security_policy: ['compute.securityPolicies.get'],
  google_compute_ssl_policy: ['compute.sslPolicies.get'],
  google_compute_subnetwork: ['compute.subnetworks.get'],
  google_compute_target_http_proxy: ['compute.targetHttpProxies.get'],
  google_compute_target_https_proxy: ['compute.targetHttpsProxies.get'],
  google_compute_url_map: ['compute.urlMaps.get'],
  google_dns_managed_zone: ['dns.managedZones.get'],
  google_dns_record_set: ['dns.resourceRecordSets.get', 'dns.resourceRecordSets.list'],
  google_logging_metric: ['logging.logMetrics.get'],
  google_memorystore_instance: ['memorystore.instances.get'],
  google_monitoring_alert_policy: ['monitoring.alertPolicies.get'],
  google_monitoring_custom_service: ['monitoring.services.get'],
  google_monitoring_dashboard: ['monitoring.dashboards.get'],
  google_monitoring_notification_channel: ['monitoring.notificationChannels.get'],
  google_monitoring_slo: ['monitoring.slos.get'],
  google_monitoring_uptime_check_config: ['monitoring.uptimeCheckConfigs.get'],
  google_network_connectivity_service_connection_policy: [
    'networkconnectivity.serviceConnectionPolicies.get',
  ],
  google_secret_manager_secret_iam_member: ['secretmanager.secrets.getIamPolicy'],
  google_service_account: ['iam.serviceAccounts.get'],
  google_storage_bucket: ['storage.buckets.get'],
  google_storage_bucket_iam_member: ['storage.buckets.getIamPolicy'],
  google_storage_bucket_object: [],
};

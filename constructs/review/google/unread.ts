import type { Unknown } from '../graph';
import type { Model } from '../model';

const link = 'connects networks in a way that is not read';
const runs = 'runs something whose traffic is not read';
const calls = 'calls services by itself, which is not read';
const stores = 'is called over the network, and who reaches it is not read';
const firewall = 'may stop traffic that leaves a network';
const perimeter = 'decides who may use which services of Google, which is not read';

/** Kinds that could change an answer and are not read, with the answer that they could change. */
const unreadKindReasons: Readonly<Record<string, string>> = {
  google_compute_network_peering: link,
  google_compute_interconnect_attachment: link,
  google_compute_vpn_tunnel: link,
  google_network_connectivity_spoke: link,
  google_compute_service_attachment: 'may let other networks reach a service',
  google_compute_shared_vpc_service_project: link,
  google_dns_policy: 'may answer for run.app in a network',
  google_dns_response_policy_rule: 'may answer for run.app in a network',
  google_compute_firewall_policy_rule: firewall,
  google_compute_network_firewall_policy_rule: firewall,
  google_compute_region_network_firewall_policy_rule: firewall,
  google_compute_firewall_policy_with_rules: firewall,
  google_compute_network_firewall_policy_with_rules: firewall,
  google_compute_region_network_firewall_policy_with_rules: firewall,
  google_access_context_manager_service_perimeter: perimeter,
  google_access_context_manager_service_perimeters: perimeter,
  google_access_context_manager_service_perimeter_resource: perimeter,
  google_access_context_manager_access_level: perimeter,
  google_org_policy_policy: 'may forbid what the stack asks for',
  google_project_organization_policy: 'may forbid what the stack asks for',
  google_cloud_scheduler_job: calls,
  google_cloud_tasks_queue: calls,
  google_eventarc_trigger: calls,
  google_workflows_workflow: calls,
  google_sql_database_instance: stores,
  google_redis_instance: stores,
  google_redis_cluster: stores,
  google_alloydb_instance: stores,
  google_filestore_instance: stores,
  google_api_gateway_gateway: 'may lead the public to a service',
  google_network_services_gateway: 'may lead calls to a service',
  google_compute_instance: runs,
  google_compute_instance_template: runs,
  google_compute_region_instance_template: runs,
  google_container_cluster: runs,
  google_cloudfunctions_function: runs,
  google_cloudfunctions2_function: runs,
  google_app_engine_standard_app_version: runs,
  google_app_engine_flexible_app_version: runs,
};

/** What the stack holds and review does not read. */
export function unreadKinds(model: Model): Unknown[] {
  const pushes = model
    .all('google_pubsub_subscription')
    .filter(({ block }) => model.blocks(block.push_config)?.length !== 0)
    .map(({ address }) => ({ address, reason: calls }));
  const grants = [...model.resources.values()]
    .filter(({ type, mode }) => mode === 'managed' && /^google_iap_.*_iam_/.test(type))
    .map(({ address }) => ({
      address,
      reason: 'lets somebody through Identity-Aware Proxy, which is not read',
    }));
  return [
    ...model
      .all(...Object.keys(unreadKindReasons))
      .map(({ address, type }) => ({ address, reason: unreadKindReasons[type] ?? '' })),
    ...pushes,
    ...grants,
  ];
}

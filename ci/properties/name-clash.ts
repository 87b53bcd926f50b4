import type { Block } from '../../constructs/core/synth';

/** What must be unique in an account, a project or on a host: type of the resource to the attribute that names it. */
const uniqueNames: Readonly<Record<string, string>> = {
  aws_cloudwatch_log_group: 'name',
  aws_ecs_service: 'name',
  aws_ecs_task_definition: 'family',
  aws_efs_file_system: 'creation_token',
  aws_elasticache_replication_group: 'replication_group_id',
  aws_iam_role: 'name',
  aws_lb: 'name',
  aws_s3_bucket: 'bucket',
  aws_security_group: 'name',
  aws_wafv2_web_acl: 'name',
  docker_container: 'name',
  docker_network: 'name',
  docker_volume: 'name',
  google_cloud_run_v2_service: 'name',
  google_compute_backend_service: 'name',
  google_compute_firewall: 'name',
  google_compute_url_map: 'name',
  google_memorystore_instance: 'instance_id',
  google_service_account: 'account_id',
  google_storage_bucket: 'name',
};

/** Names that two resources of one type share: the second would not be made, or would be the first. */
export function nameClashes(document: Readonly<Record<string, unknown>>): string[] {
  const resources = (document.resource ?? {}) as Record<string, Record<string, Block>>;
  return Object.entries(uniqueNames).flatMap(([type, attribute]) => {
    const names = Object.values(resources[type] ?? {}).map((block) => String(block[attribute]));
    const shared = names.filter((name, at) => names.indexOf(name) < at);
    return shared.map((name) => `two ${type} are called '${name}'`);
  });
}

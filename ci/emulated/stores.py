"""What the emulator lacks for caches and file systems, in the manner of gaps.py."""

import json
from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.efs.models import FileSystem
from moto.efs.responses import EFSResponse
from moto.elasticache.exceptions import ElastiCacheException
from moto.elasticache.models import ElastiCacheBackend
from moto.elasticache.responses import ElastiCacheResponse


def bridge() -> None:
    """Bridges every gap; call it before the server starts."""
    caches_have_as_many_nodes_as_asked_for()
    nodes_of_caches_can_be_described()
    deleted_caches_are_gone()
    caches_have_parameter_groups()
    subnet_groups_of_caches_can_be_deleted()
    backups_of_file_systems_can_be_turned_on()


def caches_have_as_many_nodes_as_asked_for() -> None:
    """A replication group without shards has one node, whatever was asked for."""
    create = ElastiCacheBackend.create_replication_group

    def with_replicas(backend: Any, **given: Any) -> Any:
        nodes = given.get("num_cache_clusters")
        if nodes and not given.get("replicas_per_node_group"):
            given["replicas_per_node_group"] = nodes - 1
        return create(backend, **given)

    ElastiCacheBackend.create_replication_group = with_replicas


def nodes_of_caches_can_be_described() -> None:
    """A replication group has no nodes, and the provider reads most settings from the first."""
    create = ElastiCacheResponse.create_replication_group
    describe = ElastiCacheResponse.describe_cache_clusters
    given: dict[str, dict[str, Any]] = {}

    def remember(request: Any) -> Any:
        given[request._get_param("ReplicationGroupId")] = dict(request._get_params())
        return create(request)

    def node_of(request: Any, node: str) -> dict[str, Any] | None:
        for name, group in request.elasticache_backend.replication_groups.items():
            if node in group.member_clusters:
                return node_with(node, name, given[name])
        return None

    def answer(request: Any) -> Any:
        node = node_of(request, request._get_param("CacheClusterId") or "")
        return ActionResult({"CacheClusters": [node]}) if node else describe(request)

    ElastiCacheResponse.create_replication_group = remember
    ElastiCacheResponse.describe_cache_clusters = answer


def node_with(node: str, group: str, given: dict[str, Any]) -> dict[str, Any]:
    """One node, with the settings that its group was made with."""
    kept = {name: given[name] for name in KEPT_BY_NODE if name in given}
    return {
        **kept,
        "CacheClusterId": node,
        "CacheClusterStatus": "available",
        "ReplicationGroupId": group,
        "NumCacheNodes": 1,
        "CacheParameterGroup": {"CacheParameterGroupName": given.get("CacheParameterGroupName")},
        "SecurityGroups": [
            {"SecurityGroupId": one, "Status": "active"}
            for one in given.get("SecurityGroupIds") or []
        ],
        "CacheNodes": [{"CacheNodeId": "0001", "CacheNodeStatus": "available"}],
    }


KEPT_BY_NODE = (
    "AtRestEncryptionEnabled",
    "AutoMinorVersionUpgrade",
    "CacheNodeType",
    "CacheSubnetGroupName",
    "Engine",
    "EngineVersion",
    "IpDiscovery",
    "NetworkType",
    "PreferredMaintenanceWindow",
    "SnapshotRetentionLimit",
    "SnapshotWindow",
    "TransitEncryptionEnabled",
    "TransitEncryptionMode",
)


def deleted_caches_are_gone() -> None:
    """A deleted replication group is being deleted for ever: no destroy would end."""
    delete = ElastiCacheResponse.delete_replication_group

    def forget(request: Any) -> Any:
        answer = delete(request)
        request.elasticache_backend.replication_groups.pop(request._get_param("ReplicationGroupId"))
        return answer

    ElastiCacheResponse.delete_replication_group = forget


class NoParameterGroup(ElastiCacheException):
    """What ElastiCache says of a group that is not there."""

    code = "CacheParameterGroupNotFound"


def caches_have_parameter_groups() -> None:
    """Parameter groups are absent altogether."""
    groups: dict[str, dict[str, Any]] = {}
    values: dict[str, dict[str, str]] = {}

    def name_of(request: Any) -> str:
        name = request._get_param("CacheParameterGroupName")
        if name not in groups:
            raise NoParameterGroup(f"CacheParameterGroup {name} not found.")
        return str(name)

    def create(request: Any) -> ActionResult:
        name = request._get_param("CacheParameterGroupName")
        place = f"{request.region}:{request.current_account}"
        groups[name] = {
            "CacheParameterGroupName": name,
            "CacheParameterGroupFamily": request._get_param("CacheParameterGroupFamily"),
            "Description": request._get_param("Description"),
            "IsGlobal": False,
            "ARN": f"arn:aws:elasticache:{place}:parametergroup:{name}",
        }
        values[name] = {}
        tags = request._get_param("Tags", [])
        request.elasticache_backend.tagging_service.tag_resource(groups[name]["ARN"], tags)
        return ActionResult({"CacheParameterGroup": groups[name]})

    def describe(request: Any) -> ActionResult:
        return ActionResult({"CacheParameterGroups": [groups[name_of(request)]]})

    def modify(request: Any) -> ActionResult:
        name = name_of(request)
        for one in request._get_param("ParameterNameValues", []):
            values[name][one["ParameterName"]] = one["ParameterValue"]
        return ActionResult({"CacheParameterGroupName": name})

    def parameters(request: Any) -> ActionResult:
        own = values[name_of(request)].items()
        listed = [
            {"ParameterName": key, "ParameterValue": value, "Source": "user"} for key, value in own
        ]
        return ActionResult({"Parameters": listed})

    def delete(request: Any) -> EmptyResult:
        groups.pop(name_of(request))
        return EmptyResult()

    response = ElastiCacheResponse
    list_tags = response.list_tags_for_resource

    def tags(request: Any) -> Any:
        arn = request._get_param("ResourceName")
        if ":parametergroup:" not in arn:
            return list_tags(request)
        kept = request.elasticache_backend.tagging_service.list_tags_for_resource(arn)
        return ActionResult({"TagList": kept["Tags"]})

    response.list_tags_for_resource = tags
    response.create_cache_parameter_group = create
    response.describe_cache_parameter_groups = describe
    response.modify_cache_parameter_group = modify
    response.reset_cache_parameter_group = modify
    response.describe_cache_parameters = parameters
    response.delete_cache_parameter_group = delete


def subnet_groups_of_caches_can_be_deleted() -> None:
    """A subnet group can be made and not deleted."""

    def delete(request: Any) -> EmptyResult:
        name = request._get_param("CacheSubnetGroupName")
        request.elasticache_backend.cache_subnet_groups.pop(name)
        return EmptyResult()

    ElastiCacheResponse.delete_cache_subnet_group = delete


def backups_of_file_systems_can_be_turned_on() -> None:
    """Backups of a file system cannot be turned on or off, and its policy cannot be deleted."""

    def put(request: Any) -> Any:
        policy = request._get_param("BackupPolicy")
        system: FileSystem = request.efs_backend.file_systems_by_id[
            request._get_param("FileSystemId")
        ]
        system._backup = policy["Status"] == "ENABLED"
        return json.dumps({"BackupPolicy": policy}), JSON

    def delete_policy(request: Any) -> Any:
        system = request.efs_backend.file_systems_by_id[request._get_param("FileSystemId")]
        system.file_system_policy = None
        return "{}", JSON

    # a file system without backups says so
    FileSystem.backup_policy = property(
        lambda system: {"Status": "ENABLED" if system._backup else "DISABLED"}
    )
    EFSResponse.put_backup_policy = put
    EFSResponse.delete_file_system_policy = delete_policy


JSON = {"Content-Type": "application/json"}

"""What the emulator (moto 5.2.5) lacks for our stacks.

One function for each gap, with the reason in its first line. Remove it when a newer moto has the
behaviour: `npm run deploy:emulated` then passes without it.
"""

import copy
import json
from collections.abc import Callable
from typing import Any

from botocore import xform_name
from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse
from moto.cloudwatch.models import Alarm
from moto.cloudwatch.responses import CloudWatchResponse
from moto.ec2.models.nat_gateways import NatGatewayBackend
from moto.ec2.models.security_groups import SecurityGroupRule
from moto.ecs.models import EC2ContainerServiceBackend
from moto.ecs.responses import EC2ContainerServiceResponse
from moto.elbv2.responses import ELBV2Response
from moto.iam.access_control import IAMPolicyStatement, PermissionResult
from moto.kms.responses import KmsResponse
from moto.s3.models import FakeBucket, FakeDeleteMarker
from moto.s3.responses import S3Response

import cache_logins
import cloudfront
import saved_queries
import stores

Handler = Callable[[Any], Any]


def bridge() -> None:
    """Bridges every gap; call it before the server starts."""
    services_keep_what_they_were_given()
    scalable_targets_have_tags()
    lifecycle_rules_keep_newest_versions()
    conditions_of_policies_are_no_denials()
    delete_markers_can_be_deleted()
    rules_between_security_groups_have_descriptions()
    keys_remember_their_rotation_period()
    load_balancers_are_public_by_default()
    nat_gateways_take_their_interface_along()
    composite_alarms_can_be_made()
    tasks_run_whose_containers_share_their_memory()
    stores.bridge()
    cache_logins.bridge()
    cloudfront.bridge()
    saved_queries.bridge()


def after(response: type, operation: str, then: Callable[[Any, Any], None]) -> None:
    """Lets `then(request, answer)` run after an operation of a response class."""
    original: Handler = getattr(response, operation)

    def handler(request: Any) -> Any:
        answer = original(request)
        then(request, answer)
        return answer

    setattr(response, operation, handler)


def services_keep_what_they_were_given() -> None:
    """An ECS service forgets most settings and never runs a task: a deployment would never end."""

    def settle(request: Any, answer: Any) -> None:
        service = answer.result["service"]
        given = {xform_name(key): value for key, value in request._get_params().items()}
        for lost in KEPT_BY_SERVICE & given.keys():
            setattr(service, lost, given[lost])
        if "capacity_provider_strategy" in given:
            service.launch_type = None
        service.running_count = service.desired_count
        service.pending_count = 0
        deployment = service.deployments[0]
        deployment.update(
            taskDefinition=service.task_definition,
            desiredCount=service.desired_count,
            runningCount=service.desired_count,
            pendingCount=0,
            rolloutState="COMPLETED",
            rolloutStateReason=f"ECS deployment {deployment['id']} completed.",
            launchType=service.launch_type,
            capacityProviderStrategy=getattr(service, "capacity_provider_strategy", None),
        )
        # an ECS service answers with its Service Connect settings in the deployment, not at the top
        if "service_connect_configuration" in given:
            deployment["serviceConnectConfiguration"] = given["service_connect_configuration"]

    after(EC2ContainerServiceResponse, "create_service", settle)
    after(EC2ContainerServiceResponse, "update_service", settle)


KEPT_BY_SERVICE = {
    "availability_zone_rebalancing",
    "capacity_provider_strategy",
    "deployment_configuration",
    "enable_ecs_managed_tags",
    "enable_execute_command",
    "health_check_grace_period_seconds",
}


def scalable_targets_have_tags() -> None:
    """Application Auto Scaling has no tags; the provider reads them at each create and refresh."""
    tags: dict[str, dict[str, str]] = {}

    def register(request: Any, answer: str) -> None:
        given = request._get_param("Tags") or {}
        tags.setdefault(json.loads(answer)["ScalableTargetARN"], {}).update(given)

    def list_tags(request: Any) -> str:
        return json.dumps({"Tags": tags.get(request._get_param("ResourceARN"), {})})

    def tag(request: Any) -> str:
        arn = request._get_param("ResourceARN")
        tags.setdefault(arn, {}).update(request._get_param("Tags"))
        return "{}"

    def untag(request: Any) -> str:
        kept = tags.get(request._get_param("ResourceARN"), {})
        for key in request._get_param("TagKeys"):
            kept.pop(key, None)
        return "{}"

    response = ApplicationAutoScalingResponse
    after(response, "register_scalable_target", register)
    response.list_tags_for_resource = list_tags
    response.tag_resource = tag
    response.untag_resource = untag


def lifecycle_rules_keep_newest_versions() -> None:
    """S3 forgets how many versions a lifecycle rule keeps: the provider would wait and fail."""
    set_lifecycle = FakeBucket.set_lifecycle
    serialized = S3Response.serialized

    def remember(bucket: FakeBucket, rules: list[dict[str, Any]]) -> None:
        set_lifecycle(bucket, rules)
        for rule, given in zip(bucket.rules, rules, strict=True):
            expiration = given.get("NoncurrentVersionExpiration") or {}
            rule.newest_kept = expiration.get("NewerNoncurrentVersions")

    def show(request: S3Response, answer: Any) -> Any:
        # a bucket without rules answers with an error, which is no dictionary
        if request.data.get("Action") == READ_LIFECYCLE and isinstance(answer.result, dict):
            rules = request.backend.get_bucket_lifecycle(request.bucket_name)
            for rule, shown in zip(rules, answer.result["Rules"], strict=True):
                if rule.newest_kept is not None:
                    expiration = shown["NoncurrentVersionExpiration"]
                    expiration["NewerNoncurrentVersions"] = rule.newest_kept
        return serialized(request, answer)

    FakeBucket.set_lifecycle = remember
    S3Response.serialized = show


READ_LIFECYCLE = "GetBucketLifecycleConfiguration"


def conditions_of_policies_are_no_denials() -> None:
    """Every condition of a bucket policy counts as a denial: nobody could write a state."""
    permitted = IAMPolicyStatement.is_action_permitted

    def judge(statement: Any, *request: Any, **more: Any) -> PermissionResult:
        if "Condition" in statement._statement:
            return PermissionResult.NEUTRAL
        return permitted(statement, *request, **more)

    IAMPolicyStatement.is_action_permitted = judge


def delete_markers_can_be_deleted() -> None:
    """Emptying a bucket without versioning crashes on delete markers: no destroy would end."""
    FakeDeleteMarker.dispose = lambda marker: None


def rules_between_security_groups_have_descriptions() -> None:
    """Only a rule with an address range shows its description: plans would write the others."""
    create = SecurityGroupRule.__init__

    def remember(rule: Any, *given: Any, **more: Any) -> None:
        create(rule, *given, **more)
        # the sixth to eighth are the peer: an address range, a group or a prefix list
        told = [peer["Description"] for peer in given[5:8] if peer and "Description" in peer]
        rule.told = told[0] if told else None

    def describe(rule: Any) -> Any:
        # a change of the description is written here, whatever the peer is
        return rule.ip_range.get("Description") or rule.told

    SecurityGroupRule.__init__ = remember
    SecurityGroupRule.description = property(describe)


def keys_remember_their_rotation_period() -> None:
    """A KMS key forgets how often it rotates: every plan would set it again."""
    periods: dict[str, int] = {}
    read: Handler = KmsResponse.get_key_rotation_status

    def enable(request: Any, _answer: str) -> None:
        periods[request._get_param("KeyId")] = request._get_param("RotationPeriodInDays") or 365

    def status(request: Any) -> str:
        answer = json.loads(read(request))
        if answer["KeyRotationEnabled"]:
            answer["RotationPeriodInDays"] = periods[request._get_param("KeyId")]
        return json.dumps(answer)

    after(KmsResponse, "enable_key_rotation", enable)
    KmsResponse.get_key_rotation_status = status


def load_balancers_are_public_by_default() -> None:
    """A load balancer that is made without a scheme shows none; it is open to the internet."""

    def settle(_request: Any, answer: Any) -> None:
        for balancer in answer.result["LoadBalancers"]:
            balancer.scheme = balancer.scheme or "internet-facing"

    after(ELBV2Response, "create_load_balancer", settle)


def nat_gateways_take_their_interface_along() -> None:
    """A NAT gateway leaves its network interface behind, which AWS deletes with it."""
    delete = NatGatewayBackend.delete_nat_gateway

    def delete_both(backend: Any, nat_gateway_id: str) -> Any:
        gateway = delete(backend, nat_gateway_id)
        backend.delete_network_interface(gateway._eni.id)
        return gateway

    NatGatewayBackend.delete_nat_gateway = delete_both


def composite_alarms_can_be_made() -> None:
    """A composite alarm is known to the list of alarms, but no call makes one or shows its rule."""
    CloudWatchResponse.put_composite_alarm = CloudWatchResponse.put_metric_alarm
    Alarm.alarm_rule = property(lambda alarm: alarm.rule)


def tasks_run_whose_containers_share_their_memory() -> None:
    """RunTask adds up the memory of containers, which on Fargate may leave it to their task."""
    add_up = EC2ContainerServiceBackend._calculate_task_resource_requirements

    def with_none(task_definition: Any) -> Any:
        shared = copy.copy(task_definition)
        shared.container_definitions = [
            one if {"memory", "memoryReservation"} & one.keys() else {**one, "memory": 0}
            for one in task_definition.container_definitions
        ]
        return add_up(shared)

    EC2ContainerServiceBackend._calculate_task_resource_requirements = staticmethod(with_none)

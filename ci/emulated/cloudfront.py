"""What the emulator lacks for CloudFront and its VPC origins, in the manner of gaps.py."""

from typing import Any

from moto.cloudfront.exceptions import CloudFrontException
from moto.cloudfront.models import (
    DefaultCacheBehaviour,
    Origin,
    ViewerCertificate,
    cloudfront_backends,
    random_id,
)
from moto.cloudfront.responses import CloudFrontResponse
from moto.cloudfront.urls import url_paths
from moto.core.responses import ActionResult, EmptyResult
from moto.core.utils import utcnow
from moto.ec2.models import ec2_backends
from moto.elbv2.models import elbv2_backends

origins: dict[str, dict[str, Any]] = {}


def bridge() -> None:
    """Bridges every gap; call it before the server starts."""
    vpc_origins_exist()
    distributions_remember_their_vpc_origins()
    cache_policies_replace_forwarded_values()
    certificates_that_nobody_gave_are_absent()


def vpc_origins_exist() -> None:
    """VPC origins are absent altogether."""
    response = CloudFrontResponse
    response.create_vpc_origin = create
    response.get_vpc_origin = get
    response.delete_vpc_origin = delete
    for path in ("vpc-origin$", "vpc-origin/(?P<vpc_origin_id>[^/]+)$"):
        url_paths["{0}/2020-05-31/" + path] = response.dispatch


def distributions_remember_their_vpc_origins() -> None:
    """A distribution forgets that its origin is a VPC origin: every plan would write it again."""
    make = Origin.__init__

    def remember(origin: Any, given: dict[str, Any]) -> None:
        make(origin, given)
        kept = given.get("VpcOriginConfig")
        if kept is not None:
            found(kept["VpcOriginId"])
            origin.vpc_origin_config = kept

    Origin.__init__ = remember


def cache_policies_replace_forwarded_values() -> None:
    """What is forwarded is shown beside a cache policy, though AWS takes one or the other."""
    make = DefaultCacheBehaviour.__init__

    def settle(behaviour: Any, given: dict[str, Any]) -> None:
        make(behaviour, given)
        if behaviour.cache_policy_id:
            behaviour.forwarded_values = None

    DefaultCacheBehaviour.__init__ = settle


def certificates_that_nobody_gave_are_absent() -> None:
    """A distribution with CloudFront's certificate shows two more, which have empty names."""
    make = ViewerCertificate.__init__

    def settle(certificate: Any, given: dict[str, Any]) -> None:
        make(certificate, given)
        certificate.acm_certificate_arn = certificate.acm_certificate_arn or None
        certificate.iam_certificate_id = certificate.iam_certificate_id or None

    ViewerCertificate.__init__ = settle


def create(request: Any) -> ActionResult:
    """Makes the origin of a load balancer; as AWS does, it wants an internet gateway beside it."""
    config = request._get_param("VpcOriginEndpointConfig")
    require_internet_gateway(request.current_account, config["Arn"])
    name = f"vo_{random_id()}"
    arn = f"arn:aws:cloudfront::{request.current_account}:vpcorigin/{name}"
    origins[name] = {
        "ETag": random_id(),
        "Location": f"https://cloudfront.amazonaws.com/2020-05-31/vpc-origin/{name}",
        "VpcOrigin": {
            "Id": name,
            "Arn": arn,
            "Status": "Deployed",
            "CreatedTime": utcnow(),
            "LastModifiedTime": utcnow(),
            "VpcOriginEndpointConfig": config,
        },
    }
    tags = request._get_param("Tags.Items", [])
    request.backend.tag_resource(arn, {tag["Key"]: tag["Value"] for tag in tags})
    return ActionResult(origins[name])


def get(request: Any) -> ActionResult:
    """Shows one origin."""
    return ActionResult(found(request._get_param("Id")))


def delete(request: Any) -> Any:
    """Deletes an origin that no distribution uses any more."""
    name = request._get_param("Id")
    gone = found(name)
    if request._get_param("IfMatch") != gone["ETag"]:
        raise CloudFrontException("InvalidIfMatchVersion", "The If-Match version is not valid.")
    backend = cloudfront_backends[request.current_account][request.partition]
    for distribution in backend.distributions.values():
        for origin in distribution.distribution_config.Origins["Items"]:
            if getattr(origin, "vpc_origin_config", {}).get("VpcOriginId") == name:
                raise CloudFrontException("CannotDeleteEntityWhileInUse", f"{name} is in use.")
    del origins[name]
    return EmptyResult()


def found(name: str) -> dict[str, Any]:
    """The origin of that id."""
    if name not in origins:
        raise CloudFrontException("EntityNotFound", f"The VPC origin {name} does not exist.")
    return origins[name]


def require_internet_gateway(account: str, arn: str) -> None:
    """AWS refuses a network without one, though nothing goes through it."""
    region = arn.split(":")[3]
    balancer = elbv2_backends[account][region].load_balancers.get(arn)
    if balancer is None:
        raise CloudFrontException("InvalidArgument", f"{arn} does not exist.")
    gateways = ec2_backends[account][region].internet_gateways.values()
    if not any(gateway.vpc and gateway.vpc.id == balancer.vpc_id for gateway in gateways):
        raise CloudFrontException("InvalidArgument", f"{balancer.vpc_id} has no internet gateway.")

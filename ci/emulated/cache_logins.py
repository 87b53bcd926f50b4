"""What the emulator lacks for who may log in to a cache, in the manner of gaps.py.

CloudFormation passes over what it does not know, and ElastiCache takes any name of a user group.
"""

import re
from typing import Any

from moto.cloudformation import parsing
from moto.cloudformation.exceptions import ValidationError
from moto.core.responses import ActionResult
from moto.elasticache.exceptions import ElastiCacheException
from moto.elasticache.models import elasticache_backends
from moto.elasticache.responses import ElastiCacheResponse
from moto.secretsmanager.models import secretsmanager_backends

groups: dict[str, dict[str, Any]] = {}


def bridge() -> None:
    """Bridges every gap; call it before the server starts."""
    caches_know_their_user_groups()
    templates_know_users_of_caches()


class NoUserGroup(ElastiCacheException):
    """What ElastiCache says of a user group that is not there."""

    code = "UserGroupNotFound"


def caches_know_their_user_groups() -> None:
    """User groups are absent: a cache would be made for users that nobody has made."""
    create = ElastiCacheResponse.create_replication_group

    def group_named(name: str) -> dict[str, Any]:
        if name not in groups:
            raise NoUserGroup(f"UserGroup {name} not found.")
        return groups[name]

    def checked(request: Any) -> Any:
        for name in request._get_param("UserGroupIds") or []:
            group_named(name)
        return create(request)

    def describe(request: Any) -> ActionResult:
        name = request._get_param("UserGroupId")
        found = [group_named(name)] if name else list(groups.values())
        return ActionResult({"UserGroups": found})

    ElastiCacheResponse.create_replication_group = checked
    ElastiCacheResponse.describe_user_groups = describe


def templates_know_users_of_caches() -> None:
    """CloudFormation passes over users and their groups, and fetches no value from a secret."""
    kinds = parsing.get_model_list

    def with_logins() -> list[Any]:
        return [*kinds(), CacheUser, CacheUserGroup]

    parsing.get_model_list = with_logins


class CacheUser:
    """A user of caches, as CloudFormation handles it."""

    type = "AWS::ElastiCache::User"

    def __init__(self, name: str) -> None:
        self.physical_resource_id = name

    @classmethod
    def cloudformation_type(cls) -> str:
        """As templates call it."""
        return cls.type

    @staticmethod
    def cloudformation_name_type() -> str:
        """The property that names it."""
        return "UserId"

    @classmethod
    def create_from_cloudformation_json(
        cls, name: str, given: Any, account: str, region: str, **_more: Any
    ) -> "CacheUser":
        """Makes the user with the passwords that the references lead to."""
        properties = given["Properties"]
        elasticache_backends[account][region].create_user(
            user_id=name,
            user_name=properties["UserName"],
            engine=properties["Engine"],
            passwords=[resolved(one, account, region) for one in properties["Passwords"]],
            access_string=properties["AccessString"],
            no_password_required=False,
            authentication_type="password",
        )
        return cls(name)

    @classmethod
    def update_from_cloudformation_json(
        cls,
        original_resource: Any,
        new_resource_name: str,
        cloudformation_json: Any,
        account_id: str,
        region_name: str,
    ) -> "CacheUser":
        """Gives the user the passwords that the references lead to now, and no others."""
        passwords = cloudformation_json["Properties"]["Passwords"]
        user = elasticache_backends[account_id][region_name].users[
            original_resource.physical_resource_id
        ]
        user.passwords = [resolved(one, account_id, region_name) for one in passwords]
        return cls(new_resource_name)

    def is_created(self) -> bool:
        """It is there at once."""
        return True

    def delete(self, account: str, region: str) -> None:
        """It is gone at once."""
        elasticache_backends[account][region].users.pop(self.physical_resource_id)


class CacheUserGroup:
    """A group of users, as CloudFormation handles it."""

    type = "AWS::ElastiCache::UserGroup"

    def __init__(self, name: str) -> None:
        self.physical_resource_id = name

    @classmethod
    def cloudformation_type(cls) -> str:
        """As templates call it."""
        return cls.type

    @staticmethod
    def cloudformation_name_type() -> str:
        """The property that names it."""
        return "UserGroupId"

    @classmethod
    def create_from_cloudformation_json(
        cls, name: str, given: Any, account: str, region: str, **_more: Any
    ) -> "CacheUserGroup":
        """Makes the group out of users that exist."""
        properties = given["Properties"]
        backend = elasticache_backends[account][region]
        groups[name] = {
            "UserGroupId": name,
            "Status": "active",
            "Engine": properties["Engine"],
            "UserIds": [backend.describe_users(one)[0].id for one in properties["UserIds"]],
            "ARN": f"arn:aws:elasticache:{region}:{account}:usergroup:{name}",
        }
        return cls(name)

    def is_created(self) -> bool:
        """It is there at once."""
        return True

    def delete(self, _account: str, _region: str) -> None:
        """It is gone at once."""
        groups.pop(self.physical_resource_id)


REFERENCE = re.compile(
    r"\{\{resolve:secretsmanager:(?P<arn>arn:aws:secretsmanager:[^:]+:\d+:secret:[^:]+)"
    r":SecretString(?:::(?P<stage>[^:]*)(?::(?P<version>[^:]*))?)?\}\}"
)


def resolved(text: str, account: str, region: str) -> str:
    """The value that a reference leads to; CloudFormation reads the whole text of the entry."""
    reference = REFERENCE.fullmatch(text)
    if reference is None:
        # a password that is written out would be in the template, and so in the state
        raise ValidationError(message=f"not a reference to a secret: {text[:20]}...")
    entry = secretsmanager_backends[account][region].get_secret_value(
        reference["arn"], reference["version"] or "", reference["stage"] or "AWSCURRENT"
    )
    return str(entry["SecretString"])

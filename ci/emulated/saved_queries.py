"""What the emulator lacks for saved queries of logs, in the manner of gaps.py."""

import json
import re
import uuid
from typing import Any

from moto.logs.exceptions import InvalidParameterException, ResourceNotFoundException
from moto.logs.responses import LogsResponse

#: What each account keeps, by the number that AWS gives it.
saved: dict[str, dict[str, Any]] = {}

#: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutQueryDefinition.html
NAME = re.compile(r"([^:*/]+/?)*[^:*/]+")
LONGEST_NAME = 255
LONGEST_QUERY = 10_000
LOG_GROUP = re.compile(r"[.\-_/#A-Za-z0-9]{1,512}")


def bridge() -> None:
    """Bridges every gap; call it before the server starts."""
    queries_can_be_saved()
    saved_queries_can_be_found()
    saved_queries_can_be_deleted()


def queries_can_be_saved() -> None:
    """No call saves a query: nothing that has one could be deployed."""

    def put(request: Any) -> str:
        number = request._get_param("queryDefinitionId") or str(uuid.uuid4())
        if request._get_param("queryDefinitionId") is not None:
            found(number)
        fields = ("name", "queryString", "logGroupNames")
        # what a change leaves out is gone afterwards
        given = {field: request._get_param(field) for field in fields}
        judge(given)
        kept = {field: value for field, value in given.items() if value is not None}
        saved[number] = {"queryDefinitionId": number, **kept}
        return json.dumps({"queryDefinitionId": number})

    LogsResponse.put_query_definition = put


def saved_queries_can_be_found() -> None:
    """No call lists saved queries: the provider reads one by the beginning of its name."""

    def describe(request: Any) -> str:
        prefix = request._get_param("queryDefinitionNamePrefix") or ""
        listed = [one for one in saved.values() if one["name"].startswith(prefix)]
        return json.dumps({"queryDefinitions": listed})

    LogsResponse.describe_query_definitions = describe


def saved_queries_can_be_deleted() -> None:
    """No call deletes a saved query: no destroy would end."""

    def delete(request: Any) -> str:
        number = request._get_param("queryDefinitionId")
        found(number)
        del saved[number]
        return json.dumps({"success": True})

    LogsResponse.delete_query_definition = delete


def found(number: str) -> None:
    """Refuses a number that nothing is saved under."""
    if number not in saved:
        raise ResourceNotFoundException("The specified query definition does not exist.")


def judge(given: dict[str, Any]) -> None:
    """Refuses what AWS's own page refuses."""
    name, query, groups = given["name"], given["queryString"], given["logGroupNames"]
    if not isinstance(name, str) or len(name) > LONGEST_NAME or not NAME.fullmatch(name):
        refuse("name", name)
    if not isinstance(query, str) or not 1 <= len(query) <= LONGEST_QUERY:
        refuse("queryString", query)
    for group in groups or []:
        if not LOG_GROUP.fullmatch(group):
            refuse("logGroupNames", group)


def refuse(parameter: str, value: Any) -> None:
    """Refuses one parameter in the words of CloudWatch Logs."""
    constraint = "see API_PutQueryDefinition"
    raise InvalidParameterException(constraint=constraint, parameter=parameter, value=value)

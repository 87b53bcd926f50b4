"""Asks an API of AWS, with the client that the emulator brings along.

Standard input holds the questions, a JSON list of `[service, operation, parameters]`; standard
output gets the answers in their order. Where and as whom to ask is in the variables of AWS.
"""

import json
import sys
from typing import Any

import boto3


def answer(service: str, operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
    """What the API says, without what it says about the conversation."""
    said: dict[str, Any] = getattr(boto3.client(service), operation)(**parameters)
    return {key: value for key, value in said.items() if key != "ResponseMetadata"}


if __name__ == "__main__":
    questions = json.load(sys.stdin)
    # dates and streams are told as text
    json.dump([answer(*question) for question in questions], sys.stdout, default=str)

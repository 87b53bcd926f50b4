"""What a visitor typed, and the user that it describes."""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import parse_qsl

# users-api's own rules: said here they are said in the visitor's language
MIN_ID, MAX_ID = 1, 2**63 - 1
MAX_ID_LENGTH = len(str(MAX_ID)) + 1
MAX_NAME_LENGTH = 100
# two fields, the token, and room for what a browser extension adds
MAX_FIELDS = 10
CONTENT_TYPE = "application/x-www-form-urlencoded"

_INTEGER = re.compile(r"[+-]?[0-9]+")
# controls, surrogates, line and paragraph separators: nothing that a name is made of
_UNPRINTABLE = frozenset({"Cc", "Cs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class User:
    """A user as users-api wants it."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields as they came; what is missing is empty."""

    id: str = ""
    name: str = ""
    token: str = ""


class MalformedFormError(Exception):
    """The body is no form that the page could have sent."""


class InvalidFieldError(Exception):
    """A field cannot become part of a user."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(field, reason)
        self.field = field
        #: The name of the sentence that explains it.
        self.reason = reason


def parse_form(body: bytes) -> Typed:
    """Read the fields from a body, or raise a MalformedFormError."""
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MAX_FIELDS,
        )
    except ValueError as error:
        raise MalformedFormError from error
    fields = dict(pairs)
    # of two values each program would choose another
    if len(fields) != len(pairs):
        raise MalformedFormError
    return Typed(fields.get("id", ""), fields.get("name", ""), fields.get("csrf_token", ""))


def read_user(typed: Typed) -> User:
    """Turn what was typed into a user, or raise an InvalidFieldError for the first field in the way."""
    identifier, name = typed.id.strip(" "), typed.name.strip(" ")
    if not identifier:
        raise InvalidFieldError("id", "id_missing")
    # int() alone would also take 1_000 and the digits of every script
    if not _INTEGER.fullmatch(identifier):
        raise InvalidFieldError("id", "id_not_integer")
    # the length first: int() refuses thousands of digits with an error of its own
    if len(identifier) > MAX_ID_LENGTH or not MIN_ID <= int(identifier) <= MAX_ID:
        raise InvalidFieldError("id", "id_out_of_range")
    if not name:
        raise InvalidFieldError("name", "name_missing")
    if any(unicodedata.category(character) in _UNPRINTABLE for character in name):
        raise InvalidFieldError("name", "name_unprintable")
    if len(name) > MAX_NAME_LENGTH:
        raise InvalidFieldError("name", "name_too_long")
    return User(int(identifier), name)

"""The wire format, with the checks that the library leaves out."""

import json
import math
from collections.abc import Iterator
from typing import Any, NoReturn

from socketio.packet import BINARY_EVENT, EVENT, Packet

MAX_MESSAGE_BYTES = 64 * 1024
MAX_ATTACHMENTS = 10
MAX_INTEGER_DIGITS = 100

# the server raises these itself: a client that sent one would call its handlers
_RESERVED_EVENTS = frozenset({"connect", "connect_error", "disconnect", "disconnecting"})


class StrictJson:
    """JSON as the standard has it: Python's own reads and writes NaN, which no browser can read."""

    @staticmethod
    def loads(text: str) -> Any:
        """Decode, and refuse numbers that have no JSON form."""
        return json.loads(
            text, parse_constant=_refuse_constant, parse_float=_finite, parse_int=_short
        )

    @staticmethod
    def dumps(value: Any, **options: Any) -> str:
        """Encode."""
        return json.dumps(value, allow_nan=False, **options)


class StrictPacket(Packet):  # type: ignore[misc]  # the library has no types
    """A packet that cannot grow beyond a message, whatever it announces."""

    def decode(self, encoded_packet: str) -> int:
        """Decode the text of a packet, and refuse what no client library sends."""
        if not isinstance(encoded_packet, str):
            raise ValueError("attachment without a packet")
        attachments = int(super().decode(encoded_packet) or 0)
        if attachments > MAX_ATTACHMENTS:
            raise ValueError("too many attachments")
        if self.packet_type in (EVENT, BINARY_EVENT):
            self._check_event()
        self._size = len(encoded_packet)
        return attachments

    def add_attachment(self, attachment: bytes) -> bool:
        """Add an attachment; true when the packet is complete."""
        if not isinstance(attachment, bytes):
            raise ValueError("expected an attachment")
        self._size += len(attachment)
        if self._size > MAX_MESSAGE_BYTES:
            raise ValueError("message too large")
        last = len(self.attachments) + 1 == self.attachment_count
        # one attachment named a thousand times would be a thousand times as large in the answer
        if last and sorted(_placeholders(self.data)) != list(range(self.attachment_count)):
            raise ValueError("attachments and placeholders differ")
        return bool(super().add_attachment(attachment))

    def _check_event(self) -> None:
        if not isinstance(self.data, list) or not self.data or not isinstance(self.data[0], str):
            raise ValueError("event without a name")
        if self.data[0] in _RESERVED_EVENTS:
            raise ValueError("reserved event")


def _placeholders(value: Any) -> Iterator[int]:
    if isinstance(value, list):
        for item in value:
            yield from _placeholders(item)
    elif isinstance(value, dict):
        if value.get("_placeholder") and "num" in value:
            # anything but a number is not among the expected ones
            yield value["num"] if type(value["num"]) is int else -1
        else:
            yield from _placeholders(list(value.values()))


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _short(text: str) -> int:
    # the time to read an integer grows with the square of its length
    if len(text) > MAX_INTEGER_DIGITS:
        raise ValueError("integer too long")
    return int(text)


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError("number out of range")
    return value

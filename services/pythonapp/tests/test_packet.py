from typing import Any

import pytest
from socketio.packet import BINARY_EVENT, EVENT

from pythonapp.packet import MAX_MESSAGE_BYTES, StrictJson, StrictPacket


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999", "9" * 101])
def test_fails_when_a_number_has_no_json_form(text: str) -> None:
    with pytest.raises(ValueError, match=r"not JSON|out of range|too long"):
        StrictJson.loads(f"[{text}]")


@pytest.mark.parametrize("value", [0, -1, 1.5, 1e300, 10**99, -(10**98), True, None, "NaN", [{}]])
def test_every_other_value_survives(value: Any) -> None:
    assert StrictJson.loads(StrictJson.dumps(value)) == value


def test_fails_when_it_should_write_what_nobody_can_read() -> None:
    with pytest.raises(ValueError, match="Out of range"):
        StrictJson.dumps(float("nan"))


def test_an_event_is_read() -> None:
    packet = StrictPacket(encoded_packet='2["message",{"a":1}]')

    assert packet.packet_type == EVENT
    assert packet.data == ["message", {"a": 1}]


def test_an_event_with_attachments_is_read() -> None:
    packet = StrictPacket(
        encoded_packet='52-["message",{"_placeholder":true,"num":1},[{"_placeholder":true,"num":0}]]'
    )

    assert packet.packet_type == BINARY_EVENT
    assert packet.add_attachment(b"zero") is False
    assert packet.add_attachment(b"one") is True
    assert packet.data == ["message", b"one", [b"zero"]]


@pytest.mark.parametrize(
    "text",
    [
        "2",
        "2null",
        "2{}",
        "2[]",
        "2[1]",
        '2"message"',
        '2["message"',
        '2["message",]',
        '2["connect",{}]',
        '2["connect_error"]',
        '2["disconnect","reason"]',
        '2["disconnecting"]',
        '511-["message"]',
        '599999999999-["message"]',
        "2[" * 100,
    ],
)
def test_fails_when_an_event_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        StrictPacket(encoded_packet=text)


def test_fails_when_an_attachment_comes_without_a_packet() -> None:
    with pytest.raises(ValueError, match="attachment without a packet"):
        StrictPacket(encoded_packet=b"\x00")


def test_fails_when_a_packet_comes_instead_of_an_attachment() -> None:
    packet = StrictPacket(encoded_packet='51-["message",{"_placeholder":true,"num":0}]')

    with pytest.raises(ValueError, match="expected an attachment"):
        packet.add_attachment('2["message"]')  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "placeholders",
    [
        "",
        '{"_placeholder":true,"num":0},{"_placeholder":true,"num":0}',
        '{"_placeholder":true,"num":1}',
        '{"_placeholder":true,"num":-1}',
        '{"_placeholder":true,"num":"0"}',
        '{"_placeholder":true,"num":false}',
        '{"_placeholder":true,"num":[0]}',
        '{"_placeholder":true,"num":0.0}',
    ],
)
def test_fails_when_attachments_and_placeholders_differ(placeholders: str) -> None:
    arguments = f",{placeholders}" if placeholders else ""
    packet = StrictPacket(encoded_packet=f'51-["message"{arguments}]')

    with pytest.raises(ValueError, match="attachments and placeholders differ"):
        packet.add_attachment(b"x")


def test_fails_when_the_attachments_are_together_too_large() -> None:
    two = '{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}'
    packet = StrictPacket(encoded_packet=f'52-["message",{two}]')
    packet.add_attachment(b"x" * (MAX_MESSAGE_BYTES // 2))

    with pytest.raises(ValueError, match="message too large"):
        packet.add_attachment(b"x" * (MAX_MESSAGE_BYTES // 2))

from typing import Any

import pytest

from running import Running, client, fill, join, open_websocket, running, wait_until

PAYLOADS: list[Any] = [
    "hi",
    "",
    "Olá, 世界 🎈",
    "line\nbreak\ttab \u0000 \u001f \u2028",
    "<script>alert(1)</script>'; DROP TABLE users; --",
    "42",
    0,
    -1,
    1.5,
    2**53 + 1,
    10**60,
    -1e300,
    True,
    False,
    None,
    [],
    [1, "two", None, [3]],
    {},
    {"a": {"b": [1, {"c": None}]}, "ü": "x"},
    {"data": "Connected to server!"},
    {"_placeholder": True, "num": 0},
    b"",
    b"\x00\xff\x1e",
    {"file": b"abc", "more": [b"d", "e"]},
]


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_every_payload_comes_back(service: Running, transport: str) -> None:
    with client(service.url, transports=[transport]) as simple:
        assert simple.transport == transport

        for payload in PAYLOADS:
            simple.emit("message", payload)

            event, answer = simple.receive(timeout=10)
            assert event == "response"
            assert answer == {"data": payload}
            assert type(answer["data"]) is type(payload)


def test_a_message_without_a_value_comes_back_as_null(service: Running) -> None:
    with client(service.url) as simple:
        simple.emit("message")

        assert simple.receive(timeout=10) == ["response", {"data": None}]


def test_several_values_come_back_as_a_list(service: Running) -> None:
    with client(service.url) as simple:
        simple.emit("message", ("a", 1))

        assert simple.receive(timeout=10) == ["response", {"data": ["a", 1]}]


def test_answers_keep_the_order_of_the_messages(service: Running) -> None:
    with client(service.url) as simple:
        for number in range(200):
            simple.emit("message", number)

        answers = [simple.receive(timeout=10)[1]["data"] for _ in range(200)]

    assert answers == list(range(200))


def test_clients_hear_nothing_of_each_other(service: Running) -> None:
    with client(service.url) as first, client(service.url) as second:
        first.emit("message", "from first")
        second.emit("message", "from second")

        assert first.receive(timeout=10)[1] == {"data": "from first"}
        assert second.receive(timeout=10)[1] == {"data": "from second"}
        for simple in (first, second):
            simple.emit("message", "last")
            assert simple.receive(timeout=10)[1] == {"data": "last"}


def test_a_client_may_ask_for_an_acknowledgement(service: Running) -> None:
    with client(service.url) as simple:
        assert simple.call("message", "x", timeout=10) is None
        assert simple.receive(timeout=10) == ["response", {"data": "x"}]


def test_an_unknown_event_is_not_answered(service: Running) -> None:
    with client(service.url) as simple:
        simple.emit("shout", "x")
        simple.emit("message", "y")

        assert simple.receive(timeout=10) == ["response", {"data": "y"}]


def test_another_namespace_cannot_be_joined(service: Running) -> None:
    with open_websocket(service) as websocket:
        websocket.recv(10)
        websocket.send("40/admin,")

        assert websocket.recv(10) == '44/admin,"Unable to connect"'


def test_the_upgrade_from_polling_happens(service: Running) -> None:
    with client(service.url, transports=["polling", "websocket"]) as simple:
        assert simple.transport == "websocket"
        simple.emit("message", "x")
        assert simple.receive(timeout=10) == ["response", {"data": "x"}]

    service.logged("request served", status=101)


@pytest.mark.parametrize(
    ("leave", "reason"),
    [("41", "client disconnect"), ("1", "client disconnect"), (None, "transport close")],
)
def test_a_disconnect_is_logged(service: Running, leave: str | None, reason: str) -> None:
    with open_websocket(service, additional_headers={"X-Request-Id": "trace-1"}) as websocket:
        join(websocket)
        if leave:
            websocket.send(leave)

            service.logged("client disconnected", request_id="trace-1", reason=reason)

    line = service.logged("client disconnected", request_id="trace-1", reason=reason)
    assert line["duration_ms"] > 0
    assert set(line) == {"time", "level", "msg", "reason", "duration_ms", "request_id"}


def test_no_payload_is_logged(service: Running) -> None:
    with client(service.url) as simple:
        simple.emit("message", {"password": "s3cret"})
        simple.receive(timeout=10)
    service.logged("client disconnected")

    assert "s3cret" not in str(service.lines)


def test_sockets_and_messages_are_counted(service: Running) -> None:
    with client(service.url) as first, client(service.url):
        first.emit("message", "x")
        first.receive(timeout=10)
        assert "\nopen_sockets 2.0\n" in service.metrics()
        assert "\nmessages_total 1.0\n" in service.metrics()

    wait_until(lambda: "\nopen_sockets 0.0\n" in service.metrics(), "no open sockets")


def test_pings_are_25_s_apart_and_wait_20_s(service: Running) -> None:
    opening = service.ask("/socket.io/?EIO=4&transport=polling").body.decode()

    assert '"pingInterval":25000' in opening
    assert '"pingTimeout":20000' in opening
    assert '"maxPayload":65536' in opening


def test_a_client_that_never_reads_is_not_listened_to(service: Running) -> None:
    with open_websocket(service) as websocket:
        join(websocket)
        fill(websocket.socket)


def test_numbers_without_a_json_form_end_the_connection() -> None:
    for text in ("NaN", "Infinity", "-Infinity", "1e999"):
        with running() as service, open_websocket(service) as websocket:
            join(websocket)
            websocket.send(f'42["message",{text}]')
            assert list(websocket) == []
            assert service.logged("packet refused")["level"] == "warn"

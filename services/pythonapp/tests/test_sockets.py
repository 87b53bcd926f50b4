import http.client
import json
import socket
import time
from collections.abc import Iterator

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from pythonapp import chat, protocol, sockets
from running import (
    HANDSHAKE,
    Running,
    client,
    fill,
    join,
    open_poll,
    open_websocket,
    running,
    wait_until,
)

ORIGIN = "https://good.example"
REFUSED_ORIGINS = [
    "null",
    "",
    "*",
    "https://evil.example",
    "https://good.example.evil.example",
    "https://evilgood.example",
    "https://sub.good.example",
    "https://good.exampl",
    "https://good.example/",
    "https://good.example:443",
    "https://good.example:8443",
    "https://GOOD.example",
    "HTTPS://good.example",
    "http://good.example",
    "https://good.example.",
    "https://good.example@evil.example",
    "https://good.example, https://evil.example",
    "https://good.example https://evil.example",
    "file://",
    "http://127.0.0.1",
]


@pytest.fixture(scope="module")
def strict() -> Iterator[Running]:
    with running(allowed_origins=frozenset({ORIGIN, "http://localhost:3000"})) as service:
        yield service


@pytest.mark.parametrize("origin", REFUSED_ORIGINS)
def test_fails_when_the_origin_is_not_listed(strict: Running, origin: str) -> None:
    reply = strict.ask(HANDSHAKE, headers={"Origin": origin})
    with pytest.raises(InvalidStatus) as refused:
        open_websocket(strict, additional_headers={"Origin": origin})

    assert reply.status == 403
    assert reply.json == {"error": "this origin may not connect"}
    assert refused.value.response.status_code == 403
    assert json.loads(refused.value.response.body) == reply.json
    assert "access-control-allow-origin" not in reply.headers


@pytest.mark.parametrize("origin", [ORIGIN, "http://localhost:3000"])
def test_a_listed_origin_may_connect(strict: Running, origin: str) -> None:
    reply = strict.ask(HANDSHAKE, headers={"Origin": origin})

    assert reply.status == 200
    assert reply.headers["access-control-allow-origin"] == origin
    assert "access-control-allow-credentials" not in reply.headers
    with open_websocket(strict, origin=origin) as websocket:
        join(websocket)


def test_a_server_sends_no_origin_and_may_connect(strict: Running) -> None:
    reply = strict.ask(HANDSHAKE)

    assert reply.status == 200
    assert "access-control-allow-origin" not in reply.headers
    with open_websocket(strict) as websocket:
        join(websocket)


def test_fails_when_there_are_two_origins(strict: Running) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", strict.port, timeout=10)
    connection.putrequest("GET", HANDSHAKE)
    connection.putheader("Origin", ORIGIN)
    connection.putheader("Origin", "https://evil.example")
    connection.endheaders()

    assert connection.getresponse().status == 403
    connection.close()


@pytest.mark.parametrize("origin", [ORIGIN, "https://127.0.0.1", "null"])
def test_no_origin_may_connect_unless_told_otherwise(service: Running, origin: str) -> None:
    assert service.ask(HANDSHAKE, headers={"Origin": origin}).status == 403
    with pytest.raises(InvalidStatus):
        open_websocket(service, origin=origin)


def test_forged_proxy_headers_change_nothing(service: Running) -> None:
    headers = {"Origin": "https://evil.example", "X-Forwarded-Host": "evil.example"}

    reply = service.ask(HANDSHAKE, headers={**headers, "X-Forwarded-Proto": "https"})

    assert reply.status == 403


def test_every_request_of_a_session_is_checked(strict: Running) -> None:
    path = open_poll(strict)

    post = strict.ask(path, "POST", {"Origin": "https://evil.example"}, "40")
    preflight = strict.ask(path, "OPTIONS", {"Origin": "https://evil.example"})

    assert (post.status, preflight.status) == (403, 403)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "EIO=4",
        "EIO=4&transport=",
        "EIO=4&transport=carrier-pigeon",
        "EIO=4&transport=websocket",
        "EIO=3&transport=polling",
        "transport=polling",
        "EIO=4&transport=polling&sid=unknown",
        "EIO=4&transport=polling&sid=%00%ff",
        "EIO=4&transport=polling&sid=" + "x" * 5000,
        "EIO=4&transport=polling&j=0",
        "EIO=4&transport=polling&j=x",
        "%ff%fe",
    ],
)
def test_a_request_that_makes_no_sense_is_a_400(service: Running, query: str) -> None:
    reply = service.ask(f"/socket.io/?{query}")

    assert reply.status == 400
    assert set(reply.json) == {"error"}
    assert len(reply.json["error"]) < 150
    assert reply.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    "query",
    [
        "",
        "EIO=4&transport=polling",
        "EIO=3&transport=websocket",
        "EIO=4&transport=websocket&sid=unknown",
    ],
)
def test_a_websocket_that_makes_no_sense_is_a_400(service: Running, query: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        open_websocket(service, query)

    assert refused.value.response.status_code == 400
    assert set(json.loads(refused.value.response.body)) == {"error"}


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "HEAD", "TRACE", "BREW"])
def test_fails_when_the_method_is_another(service: Running, method: str) -> None:
    reply = service.ask(HANDSHAKE, method)

    assert reply.status == 405
    assert reply.headers["allow"] == "GET, OPTIONS, POST"


@pytest.mark.parametrize("kind", ["application/json", "text/html", "application/octet-stream"])
def test_fails_when_the_content_type_is_another(service: Running, kind: str) -> None:
    reply = service.ask(open_poll(service), "POST", {"Content-Type": kind}, "40")

    assert reply.status == 415
    assert reply.json == {"error": "content type must be text/plain"}


def test_a_body_may_come_in_chunks(service: Running) -> None:
    path = open_poll(service)

    reply = service.ask(path, "POST", body=iter([b"4", b"0"]), encode_chunked=True)

    assert (reply.status, reply.body) == (200, b"OK")
    assert service.ask(path).body.startswith(b"40{")


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_that_is_too_large_is_a_413(service: Running, chunked: bool) -> None:
    path = open_poll(service)
    body = iter([b"4" + b"x" * 60_000, b"x" * 6_000]) if chunked else b"4" + b"x" * 65_536

    reply = service.ask(path, "POST", body=body, encode_chunked=chunked)

    assert reply.status == 413
    assert reply.json == {"error": "body must be at most 65536 bytes"}


def test_a_body_that_does_not_arrive_is_a_408(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "BODY_TIMEOUT_SECONDS", 0.2)
    with running() as service, socket.create_connection(("127.0.0.1", service.port)) as raw:
        raw.sendall(f"POST {HANDSHAKE} HTTP/1.1\r\nHost: x\r\n".encode())
        raw.sendall(b"Content-Length: 2\r\n\r\n4")

        assert raw.recv(100).startswith(b"HTTP/1.1 408 ")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b"x",
        b"9",
        b"0",
        b"6",
        b"b!!!",
        "²".encode(),
        b"d=",
        b"d",
        b"4\x1e",
        b"\x1e".join([b"40"] * 17),
        b"4",
        b"49",
        b"42[",
        b'42["connect",{}]',
        b'42["disconnect","x"]',
        b"451-",
        b"4" + b"[" * 60_000,
        b'42["message",' + b"[" * 20_000 + b"]" * 20_000 + b"]",
        b'42["message",' + b"9" * 5_000 + b"]",
    ],
)
def test_a_poll_that_makes_no_sense_is_no_failure(service: Running, body: bytes) -> None:
    path = open_poll(service)
    service.ask(path, "POST", body=b"40")

    reply = service.ask(path, "POST", body=body)

    assert reply.status in (200, 400)
    assert reply.body == b"OK" or set(reply.json) == {"error"}
    assert all(line["msg"] != "library message" for line in service.lines)
    with client(service.url) as simple:
        simple.emit("message", "still there")
        assert simple.receive(timeout=5) == ["response", {"data": "still there"}]


@pytest.mark.parametrize(
    "packet",
    [
        "",
        "x",
        "0",
        "6",
        "9",
        "b!!!",
        "²",
        "4",
        "49",
        "44{}",
        "2[",
        "1" + "[" * 60_000,
        "40",
        "42[",
        "42{}",
        '42["connect",{}]',
        '42["disconnect","x"]',
        "4" + "[" * 60_000,
        '42["message",' + "[" * 20_000 + "]" * 20_000 + "]",
        '42["message",' + "9" * 5_000 + "]",
        '4599999-["message",{"_placeholder":true,"num":0}]',
        b"attachment of nothing",
    ],
)
def test_a_packet_that_makes_no_sense_ends_the_socket(
    service: Running, packet: str | bytes
) -> None:
    with open_websocket(service) as websocket:
        join(websocket)

        websocket.send(packet)

        with pytest.raises(ConnectionClosed):
            websocket.recv(5)
    service.logged("websocket closed")
    assert sum(line["msg"] == "client disconnected" for line in service.lines) == 1
    assert all(line["msg"] != "library message" for line in service.lines)
    wait_until(lambda: "\nopen_sockets 0.0\n" in service.metrics(), "no open sockets")


@pytest.mark.parametrize("packet", ["x", "40[", b"\x00", "41", "42[]"])
def test_a_first_packet_that_makes_no_sense_leaves_nothing_behind(
    service: Running, packet: str | bytes
) -> None:
    with open_websocket(service) as websocket:
        websocket.recv(5)
        websocket.send(packet)
        with pytest.raises(ConnectionClosed):
            websocket.recv(5)

    wait_until(lambda: "\nopen_sockets 0.0\n" in service.metrics(), "no open sockets")


def test_a_message_may_have_64_kib(service: Running) -> None:
    around = len('42["message",""]')
    with open_websocket(service) as websocket:
        join(websocket)

        websocket.send(f'42["message","{"x" * (65_536 - around)}"]')

        assert len(str(websocket.recv(5))) > 65_536


@pytest.mark.parametrize("fragments", [1, 4])
def test_a_larger_message_ends_the_socket(service: Running, fragments: int) -> None:
    around = len('42["message",""]')
    text = f'42["message","{"x" * (65_537 - around)}"]'
    size = len(text) // fragments + 1
    parts = [text[i : i + size] for i in range(0, len(text), size)]
    with open_websocket(service) as websocket:
        join(websocket)

        websocket.send(parts if fragments > 1 else text)

        with pytest.raises(ConnectionClosed) as closed:
            websocket.recv(5)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1009
    service.logged("client disconnected")


def test_one_attachment_cannot_be_answered_a_thousand_times(service: Running) -> None:
    placeholders = ",".join(['{"_placeholder":true,"num":0}'] * 1000)
    with open_websocket(service) as websocket:
        join(websocket)
        websocket.send(f'451-["message",[{placeholders}]]')
        websocket.send(b"x" * 60_000)

        with pytest.raises(ConnectionClosed):
            websocket.recv(5)


def test_a_client_that_never_reads_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chat, "BACKLOG_TIMEOUT_SECONDS", 3)
    monkeypatch.setattr(protocol, "WRITE_TIMEOUT_SECONDS", 3)
    with running() as service, open_websocket(service) as websocket:
        join(websocket)
        fill(websocket.socket)

        service.logged("client disconnected", reason="transport error")
        service.logged("websocket closed")


def test_above_the_maximum_a_socket_is_a_503() -> None:
    with running(max_connections=2) as service:
        with client(service.url) as first, client(service.url):
            reply = service.ask(HANDSHAKE)
            with pytest.raises(InvalidStatus) as refused:
                open_websocket(service)

            assert reply.status == 503
            assert reply.json == {"error": "too many connections"}
            assert refused.value.response.status_code == 503
            assert service.ask("/healthz").status == 200
            first.emit("message", "x")
            assert first.receive(timeout=5) == ["response", {"data": "x"}]

        wait_until(lambda: "\nopen_sockets 0.0\n" in service.metrics(), "no open sockets")
        with client(service.url):
            pass


def test_the_maximum_holds_against_many_at_once() -> None:
    with running(max_connections=5) as service:
        raws = [socket.create_connection(("127.0.0.1", service.port)) for _ in range(20)]
        for raw in raws:
            raw.settimeout(10)
            raw.sendall(
                b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\n"
                b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                b"Sec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==\r\n\r\n"
            )
        answers = [raw.recv(12) for raw in raws]
        for raw in raws:
            raw.close()

    assert answers.count(b"HTTP/1.1 101") == 5
    assert answers.count(b"HTTP/1.1 503") == 15


def test_a_session_cannot_hold_websockets_without_end() -> None:
    with running(max_connections=2) as service:
        sid = open_poll(service).partition("&sid=")[2]
        query = f"EIO=4&transport=websocket&sid={sid}"
        with (
            open_websocket(service, query),
            open_websocket(service, query),
            pytest.raises(InvalidStatus) as refused,
        ):
            open_websocket(service, query)

    assert refused.value.response.status_code == 503


def test_with_a_cache_long_polling_is_off() -> None:
    # nothing listens there: the cache is not needed to refuse
    with running(redis_url="redis://127.0.0.1:1") as service:
        for method in ("GET", "POST", "OPTIONS"):
            reply = service.ask(HANDSHAKE, method)
            assert reply.status == 400
            assert reply.json == {"error": "'transport' must be websocket, and fit the request"}
        with client(service.url) as simple:
            assert simple.transport == "websocket"


def test_compression_is_not_agreed_on(service: Running) -> None:
    with open_websocket(service, additional_headers={}) as websocket:
        assert websocket.response is not None
        assert "Sec-WebSocket-Extensions" not in websocket.response.headers


@pytest.mark.parametrize("packet", ["43", "4399[]", "43[1]", "42" + '["shout"]', "2", "3"])
def test_a_packet_that_nothing_follows_from_is_ignored(service: Running, packet: str) -> None:
    with open_websocket(service) as websocket:
        join(websocket)

        websocket.send(packet)
        websocket.send('42["message",1]')

        assert websocket.recv(5) == '42["response",{"data":1}]'
    assert all(line["msg"] != "library message" for line in service.lines)


def test_a_poll_that_waits_is_ended_by_a_message(service: Running) -> None:
    path = open_poll(service)
    service.ask(path, "POST", body=b"40")
    service.ask(path)
    start = time.monotonic()

    service.ask(path, "POST", body=b'42["message",1]')

    assert service.ask(path).body == b'42["response",{"data":1}]'
    assert time.monotonic() - start < 5

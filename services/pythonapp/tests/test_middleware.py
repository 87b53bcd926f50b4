import re
import socket

import pytest
from websockets.exceptions import InvalidStatus

from pythonapp import router
from running import HANDSHAKE, Running, open_websocket, running


def test_a_request_is_one_line(service: Running) -> None:
    reply = service.ask("/healthz?token=s3cret", headers={"X-Request-Id": "trace-1"})

    line = service.logged("request served")
    assert reply.headers["x-request-id"] == "trace-1"
    assert isinstance(line.pop("duration_ms"), float)
    assert line.pop("time").endswith("Z")
    assert line == {
        "level": "info",
        "msg": "request served",
        "method": "GET",
        "path": "/healthz",
        "status": 200,
        "request_id": "trace-1",
    }
    assert len(service.lines) == 2
    assert "s3cret" not in str(service.lines)


@pytest.mark.parametrize("given", [None, "", "two words", "x" * 129, "a\tb", "é"])
def test_an_id_is_made_when_there_is_none(service: Running, given: str | None) -> None:
    reply = service.ask(headers={} if given is None else {"X-Request-Id": given})

    made = reply.headers["x-request-id"]
    assert re.fullmatch("[0-9a-f]{32}", made)
    service.logged("request served", request_id=made)


def test_a_websocket_is_a_line_at_its_start_and_one_at_its_end(service: Running) -> None:
    with open_websocket(service, additional_headers={"X-Request-Id": "trace-1"}) as websocket:
        assert websocket.response is not None
        assert websocket.response.headers["X-Request-Id"] == "trace-1"
        line = service.logged("request served", status=101, request_id="trace-1")
        assert (line["method"], line["path"]) == ("GET", "/socket.io/")
        assert not any(line["msg"] == "websocket closed" for line in service.lines)

    closed = service.logged("websocket closed", status=101, request_id="trace-1")
    assert closed["duration_ms"] > line["duration_ms"]
    assert sum(line["msg"] == "request served" for line in service.lines) == 1


def test_a_refused_websocket_is_one_line(service: Running) -> None:
    with pytest.raises(InvalidStatus):
        open_websocket(service, origin="https://evil.example")

    service.logged("request served", status=403)
    assert [line["msg"] for line in service.lines] == ["listening", "request served"]


def test_the_metrics_know_method_route_and_status(service: Running) -> None:
    service.ask("/")
    service.ask("/x/1")
    service.ask("/x/2")
    service.ask("/", "BREW")
    service.ask(HANDSHAKE)
    with open_websocket(service):
        pass

    text = service.metrics()
    for labels, count in {
        'method="GET",route="/",status="200"': 1,
        'method="GET",route="unmatched",status="404"': 2,
        'method="other",route="/",status="405"': 1,
        'method="GET",route="/socket.io/",status="200"': 1,
        'method="GET",route="/socket.io/",status="101"': 1,
    }.items():
        assert f"http_requests_total{{{labels}}} {count}.0\n" in text
    assert 'http_request_duration_seconds_count{method="GET",route="unmatched"} 2.0\n' in text
    assert "\nhttp_requests_in_flight 0.0\n" in text


def test_a_failure_of_our_own_is_a_500_without_details(monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("s3cret detail")

    monkeypatch.setattr(router, "_page", broken)
    with running() as service:
        reply = service.ask("/")
        line = service.logged("request served", status=500)

    assert reply.status == 500
    assert reply.json == {"error": "internal error"}
    assert line["level"] == "error"
    assert re.fullmatch(r"RuntimeError at test_middleware\.py:\d+", line["error"])
    assert "s3cret" not in str(service.lines)


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"\x00\x01\x02\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 20_000,
    ],
)
def test_what_is_no_http_is_a_400_and_the_end(service: Running, request_bytes: bytes) -> None:
    with socket.create_connection(("127.0.0.1", service.port), timeout=10) as raw:
        raw.sendall(request_bytes)
        answer = b"".join(iter(lambda: raw.recv(4096), b""))

    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"Traceback" not in answer
    assert service.ask("/healthz").status == 200

import socket
import time

import pytest

from pythonapp import protocol
from running import join, open_websocket, running

HEAD = b"GET /healthz HTTP/1.1\r\nHost: x\r\n"


@pytest.mark.parametrize("before", [b"", b"GET", HEAD])
def test_a_head_that_does_not_arrive_is_the_end(
    monkeypatch: pytest.MonkeyPatch, before: bytes
) -> None:
    monkeypatch.setattr(protocol, "HEAD_TIMEOUT_SECONDS", 0.5)
    with running() as service, socket.create_connection(("127.0.0.1", service.port), 10) as raw:
        raw.sendall(before)
        start = time.monotonic()
        while raw.recv(4096):
            pass

        assert 0.3 < time.monotonic() - start < 5


def test_the_head_of_a_second_request_must_arrive_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "HEAD_TIMEOUT_SECONDS", 0.5)
    with running() as service, socket.create_connection(("127.0.0.1", service.port), 10) as raw:
        raw.sendall(HEAD + b"\r\n")
        assert answer(raw).startswith(b"HTTP/1.1 200 OK")
        raw.sendall(HEAD)
        start = time.monotonic()

        assert raw.recv(4096) == b""
        assert 0.3 < time.monotonic() - start < 5


def test_a_head_that_comes_byte_by_byte_gets_no_more_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "HEAD_TIMEOUT_SECONDS", 0.5)
    with (
        running() as service,
        socket.create_connection(("127.0.0.1", service.port), 10) as raw,
        pytest.raises(OSError, match=r"Broken pipe|reset"),
    ):
        trickle(raw)


def test_an_idle_connection_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "HEAD_TIMEOUT_SECONDS", 0.5)
    with running() as service, socket.create_connection(("127.0.0.1", service.port), 10) as raw:
        for _ in range(2):
            raw.sendall(HEAD + b"\r\n")
            assert answer(raw).startswith(b"HTTP/1.1 200 OK")
            time.sleep(1)


def test_an_idle_websocket_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "HEAD_TIMEOUT_SECONDS", 0.5)
    with running() as service, open_websocket(service) as websocket:
        join(websocket)
        time.sleep(1)
        websocket.send('42["message",1]')

        assert websocket.recv(5) == '42["response",{"data":1}]'


def answer(raw: socket.socket) -> bytes:
    received = b""
    while not received.endswith(b"}"):
        received += raw.recv(4096)
    return received


def trickle(raw: socket.socket) -> None:
    for _ in range(100):
        raw.sendall(b"G")
        time.sleep(0.05)

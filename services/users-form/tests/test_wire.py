import json
import socket
import time

import pytest

from tests.process import FORM, TOKEN, Process, ask, post, read_all, wait_until
from tests.users_api import UsersApi

CHUNKED = (
    "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    f"Cookie: users-form-csrf={TOKEN}\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
)


@pytest.mark.parametrize(
    ("request_text", "status"),
    [
        ("nonsense\r\n\r\n", 400),
        ("GET / HTTP/9.9\r\n\r\n", 400),
        ("get / HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: x\r\nbad header: 1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: x\r\nA: 1\r\n folded\r\n\r\n", 400),
        (f"GET /{'x' * 5000} HTTP/1.1\r\nHost: x\r\n\r\n", 414),
        (f"GET / HTTP/1.1\r\nHost: x\r\nA: {'x' * 9000}\r\n\r\n", 431),
        ("GET / HTTP/1.1\r\nHost: x\r\n" + "A: 1\r\n" * 101 + "\r\n", 431),
        ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xx\r\n\r\n", 501),
        (
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0",
            400,
        ),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
    ],
)
def test_what_is_no_request_is_refused_in_json(
    shared: Process, request_text: str, status: int
) -> None:
    with shared.connect() as connection:
        head, _, body = ask(connection, request_text).partition(b"\r\n\r\n")

    assert head.startswith(f"HTTP/1.1 {status} ".encode())
    assert b"\r\nContent-Type: application/json\r\n" in head
    assert list(json.loads(body)) == ["error"]
    assert b"xxx" not in body


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [
        ("10000\r\n" + "x" * 65_536 + "\r\n1\r\nx\r\n0\r\n\r\n", 413, "at most 65536 bytes"),
        ("nonsense\r\n", 400, "the request is malformed"),
        ("5\r\nid=77", 400, "the request is malformed"),
    ],
)
def test_a_chunked_body_is_held_to_the_same_rules(
    shared: Process, body: str, status: int, error: str
) -> None:
    with shared.connect() as connection:
        connection.sendall((CHUNKED + body).encode())
        connection.shutdown(socket.SHUT_WR)
        head, _, answer = read_all(connection).partition(b"\r\n\r\n")

    assert head.startswith(f"HTTP/1.1 {status} ".encode())
    assert error in json.loads(answer)["error"]


def test_a_chunked_form_is_a_form(process: Process, api: UsersApi) -> None:
    body = f"{len(FORM):x}\r\n{FORM}\r\n0\r\n\r\n"
    with process.connect() as connection:
        assert ask(connection, CHUNKED + body).startswith(b"HTTP/1.1 201 ")
    assert api.users == {7: "Ana"}


@pytest.mark.parametrize("size", [65_537, 200_000])
def test_a_body_that_is_too_large_is_413_and_heard(shared: Process, size: int) -> None:
    with shared.connect() as connection:
        answer = ask(connection, post("x" * size))

    assert answer.startswith(b"HTTP/1.1 413 ")


def test_a_client_that_leaves_creates_nothing(process: Process, api: UsersApi) -> None:
    with process.connect() as connection:
        connection.sendall(post(length=len(FORM) + 1))
    assert process.wait_for_line("request served")["level"] == "info"
    wait_until(lambda: "http_requests_in_flight 0.0" in process.metrics())
    assert api.posts == []


def test_a_client_that_does_not_hang_up_holds_nobody_up(shared: Process) -> None:
    lingering = shared.connect()
    with lingering:
        lingering.sendall(b"GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        wait_until(lambda: b"ready" in lingering.recv(65_536))
        started = time.monotonic()
        assert shared.get("/readyz")[0] == 200
        assert time.monotonic() - started < 1.5
        assert read_all(lingering) == b""


def test_two_requests_in_one_packet_are_two_answers(shared: Process) -> None:
    first = "GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n"
    last = "GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    with shared.connect() as connection:
        answer = ask(connection, first + last)

    assert answer.count(b"HTTP/1.1 ") == 2
    assert b"HTTP/1.1 200 " in answer
    assert b"HTTP/1.1 404 " in answer

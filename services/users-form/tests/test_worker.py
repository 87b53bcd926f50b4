import json
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection

import pytest

from tests.process import Process, ask, fetch, read_all, serve, spawn, wait_until
from tests.users_api import UsersApi

TOKEN = "t" * 43
FORM = f"id=7&name=Ana&csrf_token={TOKEN}"


def post(body: str = FORM, *, length: int | None = None, connection: str = "close") -> bytes:
    return (
        "POST / HTTP/1.1\r\nHost: form\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Cookie: users-form-csrf={TOKEN}\r\nConnection: {connection}\r\n"
        f"Content-Length: {len(body) if length is None else length}\r\n\r\n{body}"
    ).encode()


@pytest.fixture
def process(api: UsersApi) -> Iterator[Process]:
    with serve(api.port) as process:
        yield process


def test_creates_a_user(process: Process, api: UsersApi) -> None:
    with process.connect() as connection:
        answer = ask(connection, post())

    assert answer.startswith(b"HTTP/1.1 201 ")
    assert b'class="notice success"' in answer
    assert api.users == {7: "Ana"}


def test_finishes_what_is_in_flight_and_exits_0(process: Process, api: UsersApi) -> None:
    api.gate.clear()
    with process.connect() as connection:
        connection.sendall(post())
        assert api.arrived.acquire(timeout=5)
        process.terminate()
        terminated = time.monotonic()
        process.wait_for_line("stopping")

        # still open, and says that it wants no more
        assert process.get("/readyz") == (503, '{"error":"not accepting traffic"}\n')
        assert process.get("/healthz")[0] == 200
        assert process.get("/")[0] == 200
        # released after the drain, but before the backend's own limit
        time.sleep(max(0.0, terminated + 2.5 - time.monotonic()))
        api.gate.set()
        answer = read_all(connection)

    assert answer.startswith(b"HTTP/1.1 201 ")
    assert process.wait() == 0
    assert 2.5 <= time.monotonic() - terminated < 8
    assert process.messages() == ["listening", "stopping", "stopped"]
    assert api.users == {7: "Ana"}


def test_takes_new_connections_while_it_drains_and_none_later(process: Process) -> None:
    process.terminate()
    process.wait_for_line("stopping")
    stopping = time.monotonic()
    codes = set()
    while (code := process.code_of_root()) and time.monotonic() < stopping + 10:
        codes.add(code)
        time.sleep(0.05)

    assert 1.8 <= time.monotonic() - stopping < 4
    assert codes == {b"200"}
    assert process.wait() == 0


def test_a_client_that_never_ends_its_request_is_cut_off(process: Process) -> None:
    with process.connect() as connection:
        connection.sendall(post(length=100)[:-10])
        process.wait_for_in_flight(1)
        process.terminate()
        terminated = time.monotonic()

        assert process.wait() == 0
    assert 7 < time.monotonic() - terminated < 9.5
    assert process.messages() == ["listening", "stopping", "requests cut off", "stopped"]


def test_idle_connections_hold_nothing_up(process: Process) -> None:
    with process.connect() as kept, process.connect() as silent:
        kept.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert kept.recv(65_536).startswith(b"HTTP/1.1 200 ")
        # gunicorn takes a silent connection out of its thread after 5 s
        time.sleep(5.5)
        process.terminate()
        terminated = time.monotonic()
        assert process.wait() == 0
        assert time.monotonic() - terminated < 5.5
        assert silent.recv(1) == b""
    assert process.messages() == ["listening", "stopping", "stopped"]


def test_a_second_signal_changes_nothing(process: Process, api: UsersApi) -> None:
    api.gate.clear()
    with process.connect() as connection:
        connection.sendall(post())
        assert api.arrived.acquire(timeout=5)
        for _ in range(3):
            process.terminate()
            time.sleep(0.2)
        api.gate.set()

        assert read_all(connection).startswith(b"HTTP/1.1 201 ")
    assert process.wait() == 0
    assert process.messages().count("stopping") == 1


def test_keeps_a_connection_between_requests(process: Process) -> None:
    connection = HTTPConnection("127.0.0.1", process.port, timeout=20)
    with closing(connection):
        connection.request("GET", "/readyz")
        connection.getresponse().read()
        kept = connection.sock
        # gunicorn's own limit is 2 s
        time.sleep(2.5)
        connection.request("GET", "/readyz")

        assert connection.getresponse().status == 200
        assert connection.sock is kept


def test_probes_are_answered_while_users_api_hangs(
    process: Process, api: UsersApi, request: pytest.FixtureRequest
) -> None:
    api.gate.clear()
    connections = [process.connect() for _ in range(40)]
    for connection in connections:
        request.addfinalizer(connection.close)
    for connection in connections:
        connection.sendall(post())
    # 24 wait for users-api, the others are told so at once
    wait_until(lambda: len(api.posts) == 24 and "http_requests_in_flight 24.0" in process.metrics())

    started = time.monotonic()
    assert process.get("/readyz")[0] == 200
    assert process.get("/healthz")[0] == 200
    assert time.monotonic() - started < 2
    api.gate.set()
    codes = sorted(read_all(connection)[9:12] for connection in connections)
    # of the 24 one created the user
    assert codes == [b"201"] + [b"409"] * 23 + [b"503"] * 16


def test_starts_a_new_worker_where_one_died(process: Process) -> None:
    with open(f"/proc/{process.child.pid}/task/{process.child.pid}/children") as children:
        worker = int(children.read())
    os.kill(worker, signal.SIGKILL)

    wait_until(lambda: process.get("/readyz")[0] == 200 and "http_requests" in process.metrics())
    process.terminate()
    assert process.wait() == 0
    assert "server message" in process.messages()


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


@pytest.fixture(scope="module")
def shared() -> Iterator[Process]:
    """A process for tests that leave no trace in it; its users-api is not there."""
    with serve(1) as process:
        yield process


CHUNKED = (
    "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    f"Cookie: users-form-csrf={TOKEN}\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
)


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
        assert time.monotonic() - started < 0.5
        assert read_all(lingering) == b""


def test_two_requests_in_one_packet_are_two_answers(shared: Process) -> None:
    first = "GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n"
    last = "GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    with shared.connect() as connection:
        answer = ask(connection, first + last)

    assert answer.count(b"HTTP/1.1 ") == 2
    assert b"HTTP/1.1 200 " in answer
    assert b"HTTP/1.1 404 " in answer


def test_many_visitors_at_once_are_all_served(process: Process, api: UsersApi) -> None:
    codes: list[bytes] = []

    def visit(number: int) -> None:
        for turn in range(10):
            with process.connect() as connection:
                form = f"id={number * 10 + turn}&name=Ana&csrf_token={TOKEN}"
                codes.append(ask(connection, post(form))[9:12])

    threads = [threading.Thread(target=visit, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert codes == [b"201"] * 80
    assert sorted(api.users) == list(range(80))


def test_the_metrics_are_on_a_port_of_their_own(shared: Process) -> None:
    assert shared.get("/metrics")[0] == 404
    assert fetch(f"http://127.0.0.1:{shared.metrics_port}/")[0] == 404
    text = shared.metrics()
    assert 'http_requests_total{method="GET",route="/readyz",status="200"}' in text
    assert "\nprocess_resident_memory_bytes " in text


def test_the_health_check_of_the_image_passes(shared: Process) -> None:
    child = spawn("healthcheck", PORT=str(shared.port))

    assert child.communicate(timeout=20) == ("", "")
    assert child.returncode == 0

import os
import signal
import threading
import time
from contextlib import closing
from http.client import HTTPConnection

from tests.process import TOKEN, Process, ask, fetch, post, read_all, spawn, wait_until
from tests.users_api import UsersApi


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
    assert 7 < time.monotonic() - terminated < 10
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
        assert time.monotonic() - terminated < 8
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


def test_probes_are_answered_while_users_api_hangs(process: Process, api: UsersApi) -> None:
    api.gate.clear()
    codes: list[bytes] = []

    def visit() -> None:
        with process.connect() as connection:
            codes.append(ask(connection, post())[9:12])

    threads = [threading.Thread(target=visit) for _ in range(40)]
    for thread in threads:
        thread.start()
    # 24 wait for users-api, the others are told so at once
    wait_until(lambda: len(api.posts) >= 24 and b"503" in codes)

    started = time.monotonic()
    assert process.get("/readyz")[0] == 200
    assert process.get("/healthz")[0] == 200
    assert time.monotonic() - started < 2
    api.gate.set()
    for thread in threads:
        thread.join()
    assert len(codes) == 40
    # a machine under load may have let some wait for more than 5 s
    assert set(codes) <= {b"201", b"409", b"503", b"504"}


def test_starts_a_new_worker_where_one_died(process: Process) -> None:
    with open(f"/proc/{process.child.pid}/task/{process.child.pid}/children") as children:
        worker = int(children.read())
    os.kill(worker, signal.SIGKILL)

    wait_until(lambda: process.get("/readyz")[0] == 200 and "http_requests" in process.metrics())
    process.terminate()
    assert process.wait() == 0
    assert "server message" in process.messages()


def test_many_visitors_at_once_are_all_served(process: Process, api: UsersApi) -> None:
    codes: list[bytes] = []

    def visit(number: int) -> None:
        for turn in range(10):
            with process.connect() as connection:
                form = f"id={number * 10 + turn + 1}&name=Ana&csrf_token={TOKEN}"
                codes.append(ask(connection, post(form))[9:12])

    threads = [threading.Thread(target=visit, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert codes == [b"201"] * 80
    assert sorted(api.users) == list(range(1, 81))


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

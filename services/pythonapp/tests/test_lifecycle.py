import signal
import socket
import subprocess
import threading
import time
from typing import Any

import pytest
import socketio
from websockets.exceptions import ConnectionClosed

from running import (
    GREETING,
    client,
    command,
    environment,
    fill,
    join,
    open_poll,
    open_websocket,
    process,
    wait_until,
)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_drains_and_exits_with_0(number: signal.Signals) -> None:
    with process() as service:
        assert service.ask("/readyz").status == 200
        start = time.monotonic()

        service.signal(number)

        service.logged("stopping")
        assert service.ask("/readyz").status == 503
        assert service.ask("/readyz").json == {"error": "not accepting traffic"}
        assert service.ask("/healthz").status == 200
        assert service.ask("/").status == 200
        assert service.wait() == 0
        assert 2 <= time.monotonic() - start < 10
        service.logged("stopped")


def test_new_sockets_are_served_while_it_drains() -> None:
    with process() as service:
        service.signal()
        service.logged("stopping")

        with client(service.url) as simple:
            simple.emit("message", "late")
            assert simple.receive(timeout=5) == ["response", {"data": "late"}]


def test_a_websocket_is_closed_with_service_restart() -> None:
    with process() as service, open_websocket(service) as websocket:
        join(websocket)

        service.signal()

        with pytest.raises(ConnectionClosed) as closed:
            websocket.recv(10)
        assert closed.value.rcvd is not None
        assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (1012, "service restart")
        assert service.wait() == 0
        service.logged("client disconnected", reason="transport close")
        service.logged("websocket closed", status=101)


def test_a_waiting_poll_is_answered_503() -> None:
    with process() as service:
        path = open_poll(service)
        replies: list[Any] = []
        poll = threading.Thread(target=lambda: replies.append(service.ask(path)))
        poll.start()
        wait_until(lambda: "http_requests_in_flight 1.0" in service.metrics(), "a poll")

        service.signal()

        poll.join(10)
        assert [(reply.status, reply.json) for reply in replies] == [
            (503, {"error": "service restart"})
        ]
        assert service.wait() == 0


# the client library leaves the connection of its last poll to the garbage collector
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_a_client_connects_again_by_itself(transport: str) -> None:
    greetings: list[Any] = []
    loud = socketio.Client(
        reconnection_delay=0.1,
        reconnection_delay_max=0.5,
        websocket_extra_options={"suppress_origin": True},
    )
    loud.on("response", greetings.append)
    with process() as first:
        loud.connect(first.url, transports=[transport])
        wait_until(lambda: greetings == [GREETING], "the greeting")
        first.signal()
        assert first.wait() == 0

        with process(PORT=str(first.port)):
            wait_until(lambda: greetings == [GREETING] * 2, "the second greeting", seconds=20)
    # ends at once only now that no poll of it is held
    loud.shutdown()


def test_a_client_that_does_not_read_does_not_block_the_exit() -> None:
    with process() as service, open_websocket(service) as websocket:
        join(websocket)
        fill(websocket.socket)

        service.signal()

        assert service.wait(12) == 0


def test_a_request_in_flight_is_finished() -> None:
    with process() as service, socket.create_connection(("127.0.0.1", service.port)) as raw:
        raw.settimeout(10)
        raw.sendall(b"POST /socket.io/?EIO=4&transport=polling&sid=x HTTP/1.1\r\nHost: x\r\n")
        raw.sendall(b"Content-Length: 2\r\n\r\n4")
        wait_until(lambda: "http_requests_in_flight 1.0" in service.metrics(), "a request")

        service.signal()
        time.sleep(3)
        raw.sendall(b"0")

        assert raw.recv(100).startswith(b"HTTP/1.1 400 ")
        assert service.wait() == 0


def test_a_request_that_never_ends_is_cut_off() -> None:
    with process() as service, socket.create_connection(("127.0.0.1", service.port)) as raw:
        raw.sendall(b"POST /socket.io/?EIO=4&transport=polling&sid=x HTTP/1.1\r\nHost: x\r\n")
        raw.sendall(b"Content-Length: 2\r\n\r\n4")
        wait_until(lambda: "http_requests_in_flight 1.0" in service.metrics(), "a request")
        start = time.monotonic()

        service.signal()

        assert service.wait() == 0
        assert time.monotonic() - start < 10


def test_fails_when_the_port_is_taken() -> None:
    with process() as service:
        failed = subprocess.run(  # noqa: S603 - the command is our own
            command(),
            env=environment(PORT=str(service.port), METRICS_PORT="0"),
            capture_output=True,
            text=True,
            timeout=20,
        )

    assert failed.returncode == 1
    assert f"listen on port {service.port}: Address already in use" in failed.stdout
    assert failed.stderr == ""


def test_a_connection_is_kept_longer_than_a_balancer_keeps_it() -> None:
    from pythonapp.lifecycle import DRAIN_SECONDS, FINISH_SECONDS, KEEP_ALIVE_SECONDS, create_server

    assert KEEP_ALIVE_SECONDS == 75
    assert DRAIN_SECONDS + FINISH_SECONDS < 10

    async def app(*_: Any) -> None: ...

    assert create_server(app, 1).config.timeout_keep_alive == KEEP_ALIVE_SECONDS

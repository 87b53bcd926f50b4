import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.users_api import serve_users_api
from users_form import healthcheck as module
from users_form.healthcheck import UnhealthyError, healthcheck


@contextmanager
def answering(reply: bytes) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(reply)

        thread = threading.Thread(target=answer)
        thread.start()
        yield server.getsockname()[1]
        thread.join()


def test_is_well_when_healthz_is_200() -> None:
    with serve_users_api() as api:
        healthcheck(api.port)

        assert [(call.method, call.path) for call in api.calls] == [("GET", "/healthz")]


@pytest.mark.parametrize("status", [204, 404, 500, 503])
def test_fails_when_healthz_is_not_200(status: int) -> None:
    reply = f"HTTP/1.1 {status} X\r\nContent-Length: 0\r\n\r\n".encode()
    with answering(reply) as port, pytest.raises(UnhealthyError, match=f"answered {status}, not"):
        healthcheck(port)


def test_fails_when_the_answer_is_no_http() -> None:
    with answering(b"nonsense\r\n\r\n") as port, pytest.raises(UnhealthyError, match="BadStatus"):
        healthcheck(port)


def test_fails_when_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

    with pytest.raises(UnhealthyError, match="ask for health: ConnectionRefusedError"):
        healthcheck(port)


def test_fails_when_nobody_answers_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "HEALTHCHECK_TIMEOUT_SECONDS", 0.1)
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        pytest.raises(UnhealthyError, match="TimeoutError"),
    ):
        healthcheck(server.getsockname()[1])

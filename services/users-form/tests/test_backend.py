import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.users_api import UsersApi
from users_form.backend import (
    Answer,
    Backend,
    BackendBusyError,
    BackendError,
    BackendGarbledError,
    BackendTimeoutError,
)
from users_form.form import User

ANA = User(7, "Ana é")


def test_sends_the_user_once_and_as_json(api: UsersApi, backend: Backend) -> None:
    answer = backend.create_user(ANA, "trace-1")

    assert answer == Answer(201, None)
    (call,) = api.calls
    assert (call.method, call.path, call.body) == ("POST", "/users", {"id": 7, "name": "Ana é"})
    assert call.headers["Content-Type"] == "application/json"
    assert call.headers["X-Request-Id"] == "trace-1"
    assert call.headers["Connection"] == "close"


@pytest.mark.parametrize("status", [400, 404, 409, 413, 500, 507, 599])
def test_passes_on_the_status_and_the_sentence(
    api: UsersApi, backend: Backend, status: int
) -> None:
    api.refuse(status, "no room")

    assert backend.create_user(ANA, "") == Answer(status, "no room")


@pytest.mark.parametrize("sentence", [None, 7, ["x"], {"a": 1}])
def test_a_sentence_that_is_no_text_is_left_out(
    api: UsersApi, backend: Backend, sentence: object
) -> None:
    api.refuse(400, sentence)

    assert backend.create_user(ANA, "") == Answer(400, None)


def test_cuts_an_endless_sentence(api: UsersApi, backend: Backend) -> None:
    api.refuse(400, "x" * 1000)

    assert backend.create_user(ANA, "").error == "x" * 500


@pytest.mark.parametrize(
    "body",
    [b"", b"<h1>It works!</h1>", b"[]", b'"ok"', b"null", b"\xff", b'{"id":', b"[" * 60_000],
)
@pytest.mark.parametrize("status", [200, 201, 404, 500])
def test_fails_when_the_answer_is_no_json_object(
    api: UsersApi, backend: Backend, status: int, body: bytes
) -> None:
    api.answer = (status, body, {})

    with pytest.raises(BackendGarbledError):
        backend.create_user(ANA, "")


def test_fails_when_the_answer_is_too_long(api: UsersApi, backend: Backend) -> None:
    api.answer = (201, b'{"name": "%s"}' % (b"x" * 65_536), {})

    with pytest.raises(BackendGarbledError):
        backend.create_user(ANA, "")


def test_follows_no_redirect(api: UsersApi, backend: Backend) -> None:
    api.answer = (307, b"{}", {"Location": f"http://127.0.0.1:{api.port}/elsewhere"})

    with pytest.raises(BackendGarbledError):
        backend.create_user(ANA, "")
    assert [call.path for call in api.calls] == ["/users"]


def test_fails_when_nobody_answers_in_time(api: UsersApi, backend: Backend) -> None:
    api.gate.clear()

    with pytest.raises(BackendTimeoutError):
        backend.create_user(ANA, "")
    assert len(api.posts) == 1


def test_fails_when_the_answer_stops_half_way(api: UsersApi, backend: Backend) -> None:
    api.stalls = True

    with pytest.raises(BackendTimeoutError):
        backend.create_user(ANA, "")


@contextmanager
def listening(*pieces: bytes, pause: float = 0) -> Iterator[int]:
    """Answer one connection with these pieces, whatever it asks."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65_536)
                try:
                    for piece in pieces:
                        connection.sendall(piece)
                        time.sleep(pause)
                except OSError:
                    return

        thread = threading.Thread(target=answer)
        thread.start()
        yield server.getsockname()[1]
        thread.join()


def test_fails_when_the_answer_only_drips() -> None:
    head = b"HTTP/1.1 201 Created\r\nContent-Length: 50\r\n\r\n"
    with listening(head, *[b" "] * 50, pause=0.05) as port:
        backend = Backend("127.0.0.1", port, calls=1, read_seconds=0.3)
        started = time.monotonic()

        with pytest.raises(BackendTimeoutError):
            backend.create_user(ANA, "")
        assert time.monotonic() - started < 2


@pytest.mark.parametrize("piece", [b"", b"SSH-2.0-OpenSSH_9.9\r\n", b"HTTP/1.1 abc\r\n\r\n"])
def test_fails_when_the_other_side_is_no_web_server(piece: bytes) -> None:
    with listening(piece) as port, pytest.raises(BackendError) as caught:
        Backend("127.0.0.1", port, calls=1).create_user(ANA, "")
    assert caught.value.reason == "backend_unreachable"


@pytest.mark.parametrize("host", ["127.0.0.1", "users-api.invalid", "[::1]"])
def test_fails_when_nobody_listens(host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    backend = Backend(host, port, calls=1, connect_seconds=0.5)

    with pytest.raises(BackendError) as caught:
        backend.create_user(ANA, "")
    assert (caught.value.status, caught.value.reason) == (502, "backend_unreachable")
    assert not backend.is_alive(0.5)


def test_refuses_more_calls_than_it_has_places_for(api: UsersApi, backend: Backend) -> None:
    api.gate.clear()
    patient = Backend("127.0.0.1", api.port, calls=1, read_seconds=10)
    first = threading.Thread(target=patient.create_user, args=(ANA, "first"))
    first.start()
    assert api.arrived.acquire(timeout=5)

    with pytest.raises(BackendBusyError) as caught:
        patient.create_user(ANA, "second")
    api.gate.set()
    first.join()

    assert caught.value.status == 503
    assert [call.headers["X-Request-Id"] for call in api.posts] == ["first"]
    assert patient.create_user(User(8, "Bia"), "third").status == 201


def test_gives_its_place_back_after_a_failure(api: UsersApi) -> None:
    backend = Backend("127.0.0.1", api.port, calls=1)
    api.answer = (201, b"nonsense", {})
    for _ in range(3):
        with pytest.raises(BackendGarbledError):
            backend.create_user(ANA, "")


def test_is_alive_when_it_says_so(api: UsersApi, backend: Backend) -> None:
    assert backend.is_alive(1)
    assert [call.path for call in api.calls] == ["/healthz"]

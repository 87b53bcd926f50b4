"""The way to users-api."""

import json
import threading
import time
from dataclasses import dataclass
from http import HTTPStatus

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, ReadTimeoutError

from users_form.form import User

CONNECT_SECONDS = 2.0
READ_SECONDS = 5.0
MAX_ANSWER_BYTES = 64 * 1024
MAX_REASON_LENGTH = 500


@dataclass(frozen=True, slots=True)
class Answer:
    """What users-api said: its status, and its own sentence when it refused."""

    status: int
    error: str | None


class BackendError(Exception):
    """users-api said nothing that could be understood."""

    #: What this is to whoever asked the form.
    status = HTTPStatus.BAD_GATEWAY
    #: The name of the sentence that explains it.
    reason = "backend_unreachable"


class BackendTimeoutError(BackendError):
    """users-api did not answer in time; it may still do what it was asked."""

    status = HTTPStatus.GATEWAY_TIMEOUT
    reason = "backend_slow"


class BackendBusyError(BackendError):
    """Too many others wait for users-api already, and it was not asked."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    reason = "backend_busy"


class BackendGarbledError(BackendError):
    """users-api, or whatever listens there, does not keep its contract."""

    reason = "backend_garbled"


class Backend:
    """Speaks to users-api.

    Each call has a connection of its own: one that is kept can be closed by the other side just when a POST is sent
    over it, and a POST must not be sent twice. Nothing is retried and no redirect is followed for the same reason.
    """

    def __init__(
        self,
        host: str,
        port: int,
        *,
        calls: int,
        connect_seconds: float = CONNECT_SECONDS,
        read_seconds: float = READ_SECONDS,
    ) -> None:
        self._base = f"http://{host}:{port}"
        self._timeout = urllib3.Timeout(connect=connect_seconds, read=read_seconds)
        self._read_seconds = read_seconds
        self._places = threading.BoundedSemaphore(calls)
        self._pool = urllib3.PoolManager(retries=False)

    def create_user(self, user: User, request_id: str) -> Answer:
        """Ask for a new user, once."""
        headers = {
            "Accept": "application/json",
            "Connection": "close",
            "Content-Type": "application/json",
            "X-Request-Id": request_id,
        }
        body = json.dumps({"id": user.id, "name": user.name}).encode()
        # waiting for a place would take the threads away that answer the probes
        if not self._places.acquire(blocking=False):
            raise BackendBusyError
        try:
            status, text = self._call("POST", "/users", headers, body, self._timeout)
        finally:
            self._places.release()
        return _understand(status, text)

    def is_alive(self, seconds: float) -> bool:
        """Ask for a sign of life."""
        try:
            status, _ = self._call(
                "GET", "/healthz", {"Connection": "close"}, None, urllib3.Timeout(total=seconds)
            )
        except BackendError:
            return False
        return status == HTTPStatus.OK

    def _call(
        self,
        method: str,
        path: str,
        headers: dict[str, str],
        body: bytes | None,
        timeout: urllib3.Timeout,
    ) -> tuple[int, bytes]:
        try:
            response = self._pool.request(
                method,
                self._base + path,
                body=body,
                headers=headers,
                timeout=timeout,
                redirect=False,
                preload_content=False,
                decode_content=False,
            )
            try:
                return response.status, self._read(response)
            finally:
                response.close()
        # to urllib3 a refused connection is one that took too long, too
        except NewConnectionError as error:
            raise BackendError from error
        except (ConnectTimeoutError, ReadTimeoutError) as error:
            raise BackendTimeoutError from error
        # what is no HTTP at all is a ValueError in places
        except (HTTPError, OSError, ValueError) as error:
            raise BackendError from error

    def _read(self, response: urllib3.BaseHTTPResponse) -> bytes:
        # a socket's timeout is for each piece; this one is for all of them
        deadline = time.monotonic() + self._read_seconds
        body = b""
        while piece := response.read1(MAX_ANSWER_BYTES):
            body += piece
            if len(body) > MAX_ANSWER_BYTES:
                raise BackendGarbledError
            if time.monotonic() > deadline:
                raise BackendTimeoutError
        return body


def _understand(status: int, body: bytes) -> Answer:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BackendGarbledError from error
    if not isinstance(value, dict) or not 200 <= status < 600 or 300 <= status < 400:
        raise BackendGarbledError
    if status < 300:
        return Answer(status, None)
    sentence = value.get("error")
    return Answer(status, sentence[:MAX_REASON_LENGTH] if isinstance(sentence, str) else None)

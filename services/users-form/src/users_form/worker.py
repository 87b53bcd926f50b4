"""The process that serves: gunicorn's threaded worker, with a drain before its stop."""

import contextlib
import json
import os
import signal
import socket
import time
from http import HTTPStatus
from types import FrameType
from typing import TYPE_CHECKING, Any

from gunicorn.http.errors import (
    ExpectationFailed,
    LimitRequestHeaders,
    LimitRequestLine,
    ParseException,
    UnsupportedTransferCoding,
)
from gunicorn.workers.gthread import ThreadWorker

from users_form.observer import UNMATCHED

if TYPE_CHECKING:
    from users_form.lifecycle import Server

# together below 10 s, which is all that Cloud Run gives between SIGTERM and SIGKILL
DRAIN_SECONDS = 2
FINISH_SECONDS = 6
# how long a client may take to hang up after the last answer
PART_SECONDS = 0.5

_STATUSES: dict[type[ParseException], HTTPStatus] = {
    ExpectationFailed: HTTPStatus.EXPECTATION_FAILED,
    LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
    UnsupportedTransferCoding: HTTPStatus.NOT_IMPLEMENTED,
}


class Worker(ThreadWorker):
    """A worker that says "not ready" for a while before it stops to accept."""

    app: "Server"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._draining = False

    def init_signals(self) -> None:
        """Listen to the alarm that ends the drain, too."""
        super().init_signals()
        signal.signal(signal.SIGALRM, self._end_drain)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Let the balancer see "not ready" before the port closes: no new request may meet a closed port."""
        if self._draining:
            return
        self._draining = True
        self.app.health.ready = False
        # the log takes locks, so it must not be used inside a signal handler
        self.method_queue.defer(self.app.log, "info", "stopping")
        signal.setitimer(signal.ITIMER_REAL, DRAIN_SECONDS)

    def _end_drain(self, sig: int, frame: FrameType | None) -> None:
        self.method_queue.defer(self._close_silent)
        super().handle_exit(sig, frame)

    def _close_silent(self) -> None:
        # connections over which nothing ever came would otherwise be waited for like requests
        for connection in self.pending_conns:
            connection.timeout = time.monotonic()

    def run(self) -> None:
        """Serve until the end; what still runs then is cut off, and said."""
        # a stop can come while the application is still being made
        self.app.health.ready = not self._draining
        super().run()
        if self.nr_conns > 0:
            self.app.log("error", "requests cut off", count=self.nr_conns)
        self.app.log("info", "stopped")
        # threads of requests that never end would keep the interpreter from ending
        os._exit(0)

    def handle(self, conn: Any) -> bool:
        """Part from a client here, in a thread: gunicorn would wait in the loop that serves everybody else."""
        kept = super().handle(conn)
        if not kept:
            _part_from(conn.sock)
        return kept

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: BaseException) -> None:
        """Answer what never became a request: gunicorn's own answer is HTML, and quotes what was sent."""
        status = HTTPStatus.INTERNAL_SERVER_ERROR
        if isinstance(exc, ParseException):
            status = _STATUSES.get(type(exc), HTTPStatus.BAD_REQUEST)
        self.app.metrics.observe("other", UNMATCHED, status, 0)
        level = "error" if status >= 500 else "info"
        self.app.log(level, "request refused", status=status.value, error=type(exc).__name__)
        with contextlib.suppress(OSError):
            client.sendall(_refusal(status))


def _part_from(client: socket.socket) -> None:
    """Say that no more will come, and read what is still on its way: unread bytes would reset the connection."""
    deadline = time.monotonic() + PART_SECONDS
    with contextlib.suppress(OSError):
        client.shutdown(socket.SHUT_WR)
        while (left := deadline - time.monotonic()) > 0:
            client.settimeout(left)
            if not client.recv(65_536):
                break
    with contextlib.suppress(OSError):
        client.shutdown(socket.SHUT_RDWR)


def _refusal(status: HTTPStatus) -> bytes:
    body = json.dumps({"error": f"the request cannot be read: {status.phrase.lower()}"})
    return (
        f"HTTP/1.1 {status.value} {status.phrase}\r\nConnection: close\r\nContent-Type: application/json\r\n"
        f"X-Content-Type-Options: nosniff\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    ).encode()

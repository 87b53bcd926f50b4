"""The outermost layer: every request gets an id, one log line and its place in the metrics, whatever happens inside."""

import re
import time
import uuid
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.wsgi import ClosingIterator

from users_form.log import Log, place_of
from users_form.metrics import Metrics

#: Where the application leaves the pattern of the route: a path would be a metric series for each client's whim.
ROUTE = "users_form.route"
#: Where the application leaves what went wrong inside it.
ERROR = "users_form.error"
UNMATCHED = "unmatched"

_REQUEST_ID = re.compile(r"[!-~]{1,128}")
_INTERNAL_ERROR = b'{"error": "internal error"}'


class Observer:
    """Wraps the application."""

    def __init__(self, app: WSGIApplication, metrics: Metrics, log: Log) -> None:
        self._app = app
        self._metrics = metrics
        self._log = log

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        request = _Observed(environ, self._metrics, self._log)
        answer = request.record(start_response)
        try:
            body = self._app(environ, answer)
        except Exception as error:
            request.error = place_of(error)
            body = [_INTERNAL_ERROR]
            length = str(len(_INTERNAL_ERROR))
            answer(
                "500 Internal Server Error",
                [("Content-Type", "application/json"), ("Content-Length", length)],
            )
        # the server closes the body once all of it is sent, or when the client is gone
        return ClosingIterator(body, request.finish)


class _Observed:
    """One request, from its first byte to its last."""

    def __init__(self, environ: WSGIEnvironment, metrics: Metrics, log: Log) -> None:
        self.error: str | None = None
        self._environ = environ
        self._metrics = metrics
        self._log = log
        self._started = time.perf_counter()
        self._status = 500
        self._id = environ["HTTP_X_REQUEST_ID"] = _request_id(environ)
        metrics.in_flight.inc()

    def record(self, start_response: StartResponse) -> StartResponse:
        def answer(
            status: str, headers: list[tuple[str, str]], exc_info: Any = None, /
        ) -> Callable[[bytes], object]:
            self._status = int(status[:3])
            return start_response(status, [*headers, ("X-Request-Id", self._id)], exc_info)

        return answer

    def finish(self) -> None:
        seconds = time.perf_counter() - self._started
        method = self._environ["REQUEST_METHOD"]
        self._metrics.in_flight.dec()
        route = self._environ.get(ROUTE, UNMATCHED)
        self._metrics.observe(method, route, self._status, seconds)
        fields: dict[str, Any] = {
            "method": method,
            "path": self._environ["PATH_INFO"].encode("latin-1").decode(errors="replace"),
            "status": self._status,
            "duration_ms": round(seconds * 1000, 3),
            "request_id": self._id,
        }
        error = self.error or self._environ.get(ERROR)
        if error:
            fields["error"] = error
        self._log("error" if self._status >= 500 else "info", "request served", **fields)


def _request_id(environ: WSGIEnvironment) -> str:
    """Keep the caller's id, so that one request can be followed through every service, unless it is no id."""
    sent = environ.get("HTTP_X_REQUEST_ID", "")
    return sent if _REQUEST_ID.fullmatch(sent) else str(uuid.uuid4())

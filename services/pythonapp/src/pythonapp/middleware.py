"""What every request gets: an id, one log line and its place in the metrics."""

import re
import time
from uuid import uuid4

from pythonapp.asgi import App, Message, Receive, Scope, Send, header_values
from pythonapp.log import Log, place_of
from pythonapp.metrics import Metrics
from pythonapp.response import send_error
from pythonapp.router import route_label

_REQUEST_ID = re.compile(r"[!-~]{1,128}")


class Exchange:
    """One request, or one WebSocket from its handshake to its end."""

    def __init__(self, scope: Scope, send: Send, metrics: Metrics, log: Log) -> None:
        self.scope = scope
        self.status = 0
        self._send = send
        self._metrics = metrics
        self._log = log
        self._start = time.perf_counter()
        self._request_id = scope["request_id"]

    async def send(self, message: Message) -> None:
        """Pass a message on, and note what it says about the answer."""
        kind = message["type"]
        if kind in ("http.response.start", "websocket.http.response.start", "websocket.accept"):
            self.status = message.get("status", 101)
            # the server wants bytes, the lists of some libraries are shared between answers
            message["headers"] = [
                *message.get("headers", ()),
                (b"x-request-id", self._request_id.encode()),
            ]
        await self._send(message)
        if kind == "websocket.accept":
            self._answered()

    def _answered(self, error: BaseException | None = None) -> None:
        """Log and count the answer; a WebSocket's is the accepted handshake."""
        method = self.scope.get("method", "GET")
        took = time.perf_counter() - self._start
        # 499: the client went away before there was an answer
        status = self.status or 499
        self._metrics.in_flight.dec()
        self._metrics.observe(method, route_label(self.scope["path"]), status, took)
        self._line("request served", "error" if status >= 500 else "info", method, status, error)

    def end(self, error: BaseException | None) -> None:
        """Note the end of the request, or of the accepted WebSocket."""
        if self.status == 101:
            self._line("websocket closed", "warn" if error else "info", "GET", 101, error)
        else:
            self._answered(error)

    def _line(
        self, msg: str, level: str, method: str, status: int, error: BaseException | None
    ) -> None:
        self._log(
            level,
            msg,
            method=method,
            path=self.scope["path"],
            status=status,
            duration_ms=round((time.perf_counter() - self._start) * 1000, 3),
            request_id=self._request_id,
            **({"error": place_of(error)} if error else {}),
        )


def observe(app: App, metrics: Metrics, log: Log) -> App:
    """Wrap an application so that nothing it does goes unseen, and no stack trace leaves."""

    async def observed(scope: Scope, receive: Receive, send: Send) -> None:
        _identify(scope)
        exchange = Exchange(scope, send, metrics, log)
        metrics.in_flight.inc()
        failure: BaseException | None = None
        try:
            await app(scope, receive, exchange.send)
        except Exception as error:
            failure = error
            if not exchange.status:
                await send_error(scope, exchange.send, 500, "internal error")
        finally:
            exchange.end(failure)

    return observed


def _identify(scope: Scope) -> None:
    """Keep the caller's id, by which services are searched, unless it is no id."""
    given = header_values(scope, b"x-request-id")
    valid = len(given) == 1 and _REQUEST_ID.fullmatch(given[0])
    scope["request_id"] = given[0] if valid else uuid4().hex

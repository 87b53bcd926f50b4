"""What Prometheus scrapes, on a port of its own."""

from collections.abc import Callable

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.gc_collector import GCCollector
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

from pythonapp.asgi import Receive, Scope, Send
from pythonapp.response import send_error

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Metrics:
    """Counts what the public port does, in a registry that no other instance shares."""

    def __init__(self) -> None:
        # a second series for each of them, which nobody reads
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "http_requests_total",
            "Requests answered, by method, route pattern and status.",
            ["method", "route", "status"],
            registry=self.registry,
        )
        self._latency = Histogram(
            "http_request_duration_seconds",
            "Time to answer a request or to accept a WebSocket, by method and route pattern.",
            ["method", "route"],
            registry=self.registry,
        )
        self.in_flight = Gauge(
            "http_requests_in_flight", "Requests being answered now.", registry=self.registry
        )
        self.messages = Counter(
            "messages_total", "Messages received from clients.", registry=self.registry
        )
        self._sockets = Gauge("open_sockets", "Sockets open now.", registry=self.registry)
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=self.registry)

    def count_sockets_by(self, count: Callable[[], int]) -> None:
        """Ask for the open sockets at each scrape: a counted-up gauge drifts."""
        self._sockets.set_function(count)

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answered request."""
        # what a client invents becomes one value: each new one is memory that is never given back
        method = method if method in _METHODS else "other"
        self._requests.labels(method, route, str(status)).inc()
        self._latency.labels(method, route).observe(seconds)

    async def app(self, scope: Scope, _: Receive, send: Send) -> None:
        """Serve /metrics and nothing else."""
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"] != "/metrics":
            await send_error(scope, send, 404, "only GET /metrics is served here")
            return
        body = generate_latest(self.registry)
        headers = [
            (b"content-type", CONTENT_TYPE_LATEST.encode()),
            (b"content-length", str(len(body)).encode()),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

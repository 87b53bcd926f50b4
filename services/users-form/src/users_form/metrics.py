"""What Prometheus scrapes, on a port of its own."""

import socket
import socketserver
import threading
from collections.abc import Iterable
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer
from wsgiref.types import StartResponse, WSGIEnvironment

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

# a second series beside each counter, with the time of its birth, tells nothing that the process metrics do not
disable_created_metrics()  # type: ignore[no-untyped-call]

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Metrics:
    """Counts what the public port does; has a registry of its own: the global one is shared by every test."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "http_requests_total",
            "Requests answered, by method, route pattern and status.",
            ["method", "route", "status"],
            registry=self.registry,
        )
        self._latency = Histogram(
            "http_request_duration_seconds",
            "Time to answer a request, by method and route pattern.",
            ["method", "route"],
            registry=self.registry,
        )
        self.in_flight = Gauge(
            "http_requests_in_flight", "Requests being answered now.", registry=self.registry
        )
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=self.registry)

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answered request."""
        # what a client invents becomes one value: each new label value is memory that is never given back
        method = method if method in _METHODS else "other"
        self._requests.labels(method, route, str(status)).inc()
        self._latency.labels(method, route).observe(seconds)

    def app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Serve /metrics and nothing else."""
        if environ["REQUEST_METHOD"] == "GET" and environ["PATH_INFO"] == "/metrics":
            status, kind, body = "200 OK", CONTENT_TYPE_LATEST, generate_latest(self.registry)
        else:
            status, kind = "404 Not Found", "application/json"
            body = b'{"error": "only GET /metrics is served here"}'
        start_response(status, [("Content-Type", kind), ("Content-Length", str(len(body)))])
        return [body]

    def serve(self, listener: socket.socket) -> None:
        """Answer scrapes in the background, until the process ends."""
        server = _ScrapeServer(listener, self)
        threading.Thread(target=server.serve_forever, name="metrics", daemon=True).start()


class _ScrapeHandler(WSGIRequestHandler):
    # a scraper that never sends its request must not hold a thread forever
    timeout = 5

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: a scrape every few seconds is no news, and stdout carries JSON lines only."""


class _ScrapeServer(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def __init__(self, listener: socket.socket, metrics: Metrics) -> None:
        super().__init__(listener.getsockname(), _ScrapeHandler, bind_and_activate=False)
        self.socket.close()
        self.socket = listener
        self.server_name, self.server_port = "metrics", listener.getsockname()[1]
        self.setup_environ()
        self.set_app(metrics.app)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Leave a scraper that went away unmentioned."""

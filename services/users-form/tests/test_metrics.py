import socket
from collections.abc import Iterator
from http.client import HTTPConnection

import pytest

from users_form.metrics import Metrics


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def scraper(metrics: Metrics) -> Iterator[HTTPConnection]:
    listener = socket.create_server(("127.0.0.1", 0))
    metrics.serve(listener)
    connection = HTTPConnection("127.0.0.1", listener.getsockname()[1], timeout=5)
    yield connection
    connection.close()


def ask(scraper: HTTPConnection, method: str, path: str) -> tuple[int, str, str]:
    scraper.request(method, path)
    response = scraper.getresponse()
    return response.status, response.headers["Content-Type"], response.read().decode()


def test_serves_what_prometheus_reads(metrics: Metrics, scraper: HTTPConnection) -> None:
    metrics.observe("GET", "/", 200, 0.25)

    status, kind, text = ask(scraper, "GET", "/metrics")

    assert status == 200
    assert kind.startswith("text/plain; version=")
    assert 'http_requests_total{method="GET",route="/",status="200"} 1.0' in text
    assert 'http_request_duration_seconds_sum{method="GET",route="/"} 0.25' in text
    for name in ("http_requests_in_flight", "process_resident_memory_bytes", "process_open_fds"):
        assert f"\n{name} " in text
    assert "_created" not in text


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/"), ("GET", "/healthz"), ("POST", "/metrics")]
)
def test_serves_nothing_else(scraper: HTTPConnection, method: str, path: str) -> None:
    status, _, text = ask(scraper, method, path)

    assert (status, text) == (404, '{"error": "only GET /metrics is served here"}')


def test_a_method_that_somebody_invents_is_no_series_of_its_own(metrics: Metrics) -> None:
    for method in ("FOO", "BAR"):
        metrics.observe(method, "/", 405, 0)

    labels = {"method": "other", "route": "/", "status": "405"}
    assert metrics.registry.get_sample_value("http_requests_total", labels) == 2


def test_a_scrape_says_nothing(scraper: HTTPConnection, capfd: pytest.CaptureFixture[str]) -> None:
    ask(scraper, "GET", "/metrics")

    assert capfd.readouterr() == ("", "")

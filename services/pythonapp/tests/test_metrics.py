import pytest

from running import Running, ask, client


def test_the_process_and_python_are_described(service: Running) -> None:
    text = service.metrics()

    for name in (
        "process_resident_memory_bytes",
        "process_open_fds",
        "python_gc_collections_total",
    ):
        assert f"\n{name}" in text
    assert 'python_info{implementation="CPython"' in text
    assert "_created" not in text


def test_the_metrics_are_not_public(service: Running) -> None:
    assert service.ask("/metrics").status == 404


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/"), ("GET", "/metrics/"), ("POST", "/metrics"), ("GET", "/x")]
)
def test_fails_when_anything_else_is_asked_for(service: Running, method: str, path: str) -> None:
    reply = ask(service.metrics_port, path, method)

    assert reply.status == 404
    assert reply.json == {"error": "only GET /metrics is served here"}


def test_the_format_is_what_prometheus_reads(service: Running) -> None:
    reply = ask(service.metrics_port, "/metrics")

    assert reply.headers["content-type"].startswith("text/plain; version=")


def test_in_flight_is_what_is_being_answered(service: Running) -> None:
    assert "\nhttp_requests_in_flight 0.0\n" in service.metrics()
    # an open socket is no request: it would hide the others
    with client(service.url):
        assert "\nhttp_requests_in_flight 0.0\n" in service.metrics()
        assert "\nopen_sockets 1.0\n" in service.metrics()

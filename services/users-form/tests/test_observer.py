import re

import pytest
from flask import Flask
from prometheus_client import generate_latest

from tests.conftest import Lines
from tests.visitor import Visitor, visit
from users_form.application import Parts
from users_form.log import create_log
from users_form.metrics import Metrics
from users_form.observer import Observer

UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


def test_writes_one_line_per_request(visitor: Visitor, lines: Lines) -> None:
    visitor.get("/healthz?token=secret", X_Request_Id="trace-1")

    (line,) = lines
    assert list(line) == [
        "time",
        "level",
        "msg",
        "method",
        "path",
        "status",
        "duration_ms",
        "request_id",
    ]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["time"])
    assert (line["level"], line["msg"]) == ("info", "request served")
    assert (line["method"], line["path"], line["status"]) == ("GET", "/healthz", 200)
    assert line["duration_ms"] > 0
    assert line["request_id"] == "trace-1"


def test_a_5xx_is_an_error(visitor: Visitor, lines: Lines) -> None:
    visitor.get("/readyz")

    assert lines[0]["level"] == "error"


def test_a_path_is_logged_as_it_was_typed(visitor: Visitor, lines: Lines) -> None:
    visitor.get("/caf%C3%A9/%FF%0Aline")

    assert lines[0]["path"] == "/café/�\nline"


@pytest.mark.parametrize("id", ["trace-1", "x", "~" * 128])
def test_keeps_an_id(visitor: Visitor, id: str) -> None:
    assert visitor.get(X_Request_Id=id).headers["X-Request-Id"] == id


@pytest.mark.parametrize("id", ["", "two words", "é", "x" * 129])
def test_makes_an_id_where_there_is_none(visitor: Visitor, lines: Lines, id: str) -> None:
    made = visitor.get(X_Request_Id=id).headers["X-Request-Id"]

    assert re.fullmatch(UUID, made)
    assert lines[0]["request_id"] == made


@pytest.mark.parametrize(
    ("method", "path", "labels"),
    [
        ("GET", "/", 'method="GET",route="/",status="200"'),
        ("HEAD", "/healthz", 'method="HEAD",route="/healthz",status="200"'),
        ("POST", "/", 'method="POST",route="/",status="415"'),
        ("GET", "/static/no.css", 'method="GET",route="/static/<path:filename>",status="404"'),
        ("GET", "/wp-login.php", 'method="GET",route="unmatched",status="404"'),
        ("PROPFIND", "/", 'method="other",route="unmatched",status="405"'),
    ],
)
def test_counts_by_method_route_and_status(
    app: Flask, parts: Parts, method: str, path: str, labels: str
) -> None:
    app.test_client().open(path, method=method).close()

    text = generate_latest(parts.metrics.registry).decode()
    assert f"http_requests_total{{{labels}}} 1.0" in text
    assert f"http_request_duration_seconds_count{{{labels.rpartition(',')[0]}}} 1.0" in text
    assert "http_requests_in_flight 0.0" in text


def test_a_crash_of_the_application_is_a_500(lines: Lines) -> None:
    metrics = Metrics()
    app = Flask("broken")
    app.wsgi_app = Observer(  # type: ignore[method-assign]
        lambda *_: [b"x"][1:2] or _raise(), metrics, create_log(lines.write)
    )

    response = visit(app).get()

    assert (response.status_code, response.json) == (500, {"error": "internal error"})
    assert response.headers["X-Request-Id"] == lines[0]["request_id"]
    assert lines[0]["error"].startswith("KeyError at test_observer.py:")
    assert "secret" not in str(lines)
    assert "http_requests_in_flight 0.0" in generate_latest(metrics.registry).decode()


def _raise() -> list[bytes]:
    raise KeyError("secret")

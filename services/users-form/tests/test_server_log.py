import json
import logging
import sys

import pytest
from gunicorn.config import Config

from users_form.server_log import ServerLog


@pytest.fixture
def log() -> ServerLog:
    return ServerLog(Config())


def test_gunicorns_messages_are_json_lines(
    log: ServerLog, capsys: pytest.CaptureFixture[str]
) -> None:
    log.warning("Invalid %s", "request")
    log.error("Worker %s", "died")
    log.info("Booting worker")

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["level"], line["msg"], line["text"]) for line in lines] == [
        ("warn", "server message", "Invalid request"),
        ("error", "server message", "Worker died"),
    ]


@pytest.mark.parametrize(
    ("error", "level"), [(RuntimeError("secret"), "error"), (BlockingIOError("secret"), "warn")]
)
def test_an_error_is_a_place_and_no_stack(
    log: ServerLog, capsys: pytest.CaptureFixture[str], error: Exception, level: str
) -> None:
    try:
        raise error
    except Exception:
        log.exception("Error handling request")

    captured = capsys.readouterr()
    line = json.loads(captured.out)
    assert line["level"] == level
    assert line["error"].startswith(f"{type(error).__name__} at test_server_log.py:")
    assert "secret" not in captured.out + captured.err


def test_leaves_the_log_of_requests_to_the_observer(log: ServerLog) -> None:
    assert not log.access_log_enabled
    assert logging.getLogger("gunicorn.error").handlers
    assert sys.stderr not in [
        getattr(handler, "stream", None) for handler in logging.getLogger("gunicorn.error").handlers
    ]

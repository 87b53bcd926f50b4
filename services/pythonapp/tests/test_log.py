import json
import logging
import re
import sys
from typing import Any

import pytest

from pythonapp.log import LibraryHandler, create_log, place_of


def collect() -> tuple[Any, list[dict[str, Any]]]:
    lines: list[dict[str, Any]] = []
    return create_log(lambda text: lines.append(json.loads(text))), lines


def record(name: str = "redis", text: str = "broken", **extra: Any) -> logging.LogRecord:
    made = logging.LogRecord(name, logging.ERROR, "x.py", 1, text, (), extra.pop("exc_info", None))
    made.__dict__.update(extra)
    return made


def test_a_line_is_one_json_object(capsys: pytest.CaptureFixture[str]) -> None:
    create_log()("info", "two\nlines", port=1, text="\u2028ü")

    text = capsys.readouterr().out
    assert text.count("\n") == 1
    line = json.loads(text)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line.pop("time"))
    assert line == {"level": "info", "msg": "two\nlines", "port": 1, "text": "\u2028ü"}


def test_an_error_is_its_kind_and_its_place() -> None:
    with pytest.raises(ValueError, match="s3cret") as failure:
        int("s3cret")

    assert re.fullmatch(r"ValueError at test_log\.py:\d+", place_of(failure.value))
    assert place_of(KeyError("s3cret")) == "KeyError"


def test_a_library_s_message_is_a_line_without_a_stack() -> None:
    log, lines = collect()
    try:
        raise OSError("gone")
    except OSError:
        LibraryHandler(log).handle(record(exc_info=sys.exc_info()))

    assert len(lines) == 1
    assert lines[0]["level"] == "error"
    assert (lines[0]["logger"], lines[0]["text"]) == ("redis", "broken")
    assert lines[0]["error"].startswith("OSError at test_log.py:")


def test_the_cause_of_a_lost_cache_is_told() -> None:
    log, lines = collect()

    LibraryHandler(log).handle(record(redis_exception="connection refused"))

    assert lines[0]["error"] == "connection refused"


def test_what_a_library_says_is_bounded_per_minute() -> None:
    log, lines = collect()
    now = 0.0
    handler = LibraryHandler(log, lambda: now)

    for second in range(60):
        now = second
        handler.handle(record())
        handler.handle(record("asyncio"))

    assert len(lines) == 20

    now = 60
    handler.handle(record())

    assert len(lines) == 22
    assert lines[20]["msg"] == "library messages left out"
    assert (lines[20]["logger"], lines[20]["count"]) == ("redis", 50)
    assert lines[21]["text"] == "broken"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("engineio.server", "Invalid session x (further occurrences ...)"),
        ("uvicorn.error", "ASGI callable returned without completing handshake."),
    ],
)
def test_a_refused_request_is_not_told_twice(name: str, text: str) -> None:
    log, lines = collect()

    LibraryHandler(log).handle(record(name, text))

    assert lines == []

"""One JSON object per line on stdout, whoever has something to say."""

import json
import logging
import os
import sys
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Protocol

# what one library may say per minute: an outage is a few lines, not a line per retry forever
LIBRARY_LINES_PER_MINUTE = 10

LIBRARIES = ("asyncio", "engineio", "socketio", "redis", "uvicorn", "websockets")


class Log(Protocol):
    """Writes one line."""

    def __call__(self, level: str, msg: str, **fields: Any) -> None:
        """Write a constant lowercase sentence and the fields that go with it."""


def write_to_stdout(text: str) -> None:
    """Write at once: a pipe would keep lines back."""
    sys.stdout.write(text)
    sys.stdout.flush()


def create_log(write: Callable[[str], object] = write_to_stdout) -> Log:
    """Return a log that hands each line to `write`."""

    def log(level: str, msg: str, **fields: Any) -> None:
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        line = {"time": now, "level": level, "msg": msg, **fields}
        # one write per line, so that lines of two threads cannot mix
        write(json.dumps(line, separators=(",", ":"), default=str) + "\n")

    return log


def place_of(error: BaseException) -> str:
    """Name the kind of an error and where it rose; its text may quote what a client sent."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {os.path.basename(frames[-1].filename)}:{frames[-1].lineno}" if frames else ""
    return type(error).__name__ + where


class LibraryHandler(logging.Handler):
    """Turns what libraries log as plain text into bounded JSON lines without stack traces."""

    def __init__(self, log: Log, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(logging.WARNING)
        self._log = log
        self._clock = clock
        self._windows: dict[str, tuple[float, int]] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record, unless its logger has said too much in this minute."""
        if _is_about_a_request(record) or not self._admit(record.name):
            return
        fields = {"logger": record.name, "text": record.getMessage()[:500]}
        if record.exc_info and record.exc_info[1]:
            fields["error"] = place_of(record.exc_info[1])
        # the cause of a lost cache connection, which its line alone does not tell
        cause = getattr(record, "redis_exception", None)
        if cause:
            fields["error"] = str(cause)[:500]
        level = "error" if record.levelno >= logging.ERROR else "warn"
        self._log(level, "library message", **fields)

    def _admit(self, name: str) -> bool:
        start, count = self._windows.get(name, (self._clock(), 0))
        if self._clock() - start >= 60:
            if count > LIBRARY_LINES_PER_MINUTE:
                lost = count - LIBRARY_LINES_PER_MINUTE
                self._log("warn", "library messages left out", logger=name, count=lost)
            start, count = self._clock(), 0
        self._windows[name] = (start, count + 1)
        return count < LIBRARY_LINES_PER_MINUTE


def _is_about_a_request(record: logging.LogRecord) -> bool:
    """Find what is said of a refused request, which has a line of its own."""
    if record.name.startswith("engineio"):
        return not record.exc_info
    return record.name == "uvicorn.error" and "without completing handshake" in record.msg


def capture_libraries(log: Log) -> None:
    """Send the libraries' own messages through the log: stdout carries JSON lines only."""
    handler = LibraryHandler(log)
    for name in LIBRARIES:
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.propagate = False
        # the warnings of these are about what clients send
        quiet = name in ("engineio", "socketio")
        logger.setLevel(logging.ERROR if quiet else logging.WARNING)

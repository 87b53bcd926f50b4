"""One JSON object per line on stdout, whoever has something to say."""

import contextlib
import json
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any, Protocol


class Log(Protocol):
    """Writes one line."""

    def __call__(self, level: str, msg: str, **fields: Any) -> None:
        """Write a constant lowercase sentence and the fields that go with it."""


def create_log(write: Callable[[str], object] | None = None) -> Log:
    """Return a log that hands each line to `write`, to stdout unless told otherwise."""
    sink = write or _write_to_stdout

    def log(level: str, msg: str, **fields: Any) -> None:
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        line = {"time": now, "level": level, "msg": msg, **fields}
        # one write per line, so that lines of two threads cannot mix
        sink(json.dumps(line, separators=(",", ":"), default=str) + "\n")

    return log


def place_of(error: BaseException) -> str:
    """Name the kind of an error and where it rose; its text may quote what a client sent."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {PurePath(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return type(error).__name__ + where


def _write_to_stdout(line: str) -> None:
    # whoever read the log may be gone; that is no reason to fail a request
    with contextlib.suppress(OSError):
        sys.stdout.write(line)
        sys.stdout.flush()

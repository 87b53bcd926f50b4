"""gunicorn's own messages, as JSON lines."""

import logging

from gunicorn.config import Config
from gunicorn.glogging import Logger

from users_form.log import create_log, place_of


class ServerLog(Logger):
    """Replaces gunicorn's plain text; the log of requests is the observer's."""

    def setup(self, cfg: Config) -> None:
        """Route the messages that matter; that it starts and stops is said by the service itself."""
        super().setup(cfg)
        self.error_log.handlers = [_JsonHandler()]
        self.error_log.setLevel(logging.WARNING)


class _JsonHandler(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self._log = create_log()

    def emit(self, record: logging.LogRecord) -> None:
        fields = {"text": record.getMessage()[:500]}
        level = "error" if record.levelno >= logging.ERROR else "warn"
        error = record.exc_info[1] if record.exc_info else None
        if error:
            fields["error"] = place_of(error)
        # a client that went away or paused for too long is the client's matter
        if isinstance(error, OSError):
            level = "warn"
        self._log(level, "server message", **fields)

"""What the arguments ask for: to serve, or to ask the process that does."""

from collections.abc import Mapping, Sequence

from users_form.healthcheck import UnhealthyError, healthcheck
from users_form.log import Log
from users_form.settings import Settings, SettingsError, read_settings


class UsageError(Exception):
    """The arguments make no sense."""


def main(arguments: Sequence[str], environment: Mapping[str, str], log: Log) -> int:
    """Do what the arguments say; every way to fail ends in one JSON line."""
    try:
        settings = read_settings(environment)
        if not arguments:
            _serve(settings, log)
        elif list(arguments) == ["healthcheck"]:
            healthcheck(settings.port)
        else:
            raise UsageError("the only argument is 'healthcheck'; without one users-form serves")
    except (SettingsError, UnhealthyError, UsageError, OSError) as error:
        log("error", "users-form failed", error=str(error))
        return 1
    return 0


def _serve(settings: Settings, log: Log) -> None:
    # here, because a health check every few seconds need not load a web server
    from users_form.lifecycle import Server

    Server(settings, log).run()

"""`python -m users_form` serves; `python -m users_form healthcheck` asks the process that does."""

import os
import sys
from collections.abc import Mapping, Sequence

from users_form.healthcheck import UnhealthyError, healthcheck
from users_form.log import Log, create_log
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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ, create_log()))

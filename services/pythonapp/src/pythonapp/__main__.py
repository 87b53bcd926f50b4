"""Without an argument the service runs until SIGTERM; `healthcheck` asks whether it does."""

import asyncio
import os
import signal
import sys

from pythonapp.healthcheck import UnhealthyError, healthcheck
from pythonapp.log import Log, capture_libraries, create_log
from pythonapp.settings import Settings, SettingsError, read_settings


class UsageError(Exception):
    """The arguments say nothing that can be done."""


def main() -> int:
    """Do what the arguments say; every way to fail ends in one JSON line."""
    log = create_log()
    try:
        settings = read_settings(os.environ)
        match sys.argv[1:]:
            case []:
                capture_libraries(log)
                asyncio.run(_serve(settings, log))
            case ["healthcheck"]:
                healthcheck(settings.port)
            case _:
                raise UsageError("the only argument is 'healthcheck'; without one pythonapp serves")
    except (SettingsError, UnhealthyError, UsageError, OSError) as error:
        log("error", "pythonapp failed", error=str(error))
        return 1
    return 0


async def _serve(settings: Settings, log: Log) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    # first, because process 1 has no default for a signal that comes during the start
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)

    # loaded late, so that the health check does not load the servers
    from pythonapp.application import Application
    from pythonapp.lifecycle import Service

    await Service(Application(settings, log)).run(stop)


if __name__ == "__main__":
    sys.exit(main())

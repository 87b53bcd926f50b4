"""Without an argument the service runs until SIGTERM; `healthcheck` asks whether it does."""

import os
import signal
import sys
from typing import NoReturn

from pythonapp.failure import Failure
from pythonapp.healthcheck import healthcheck


class UsageError(Failure):
    """The arguments say nothing that can be done."""


def main() -> int:
    """Do what the arguments say; every way to fail ends in one JSON line."""
    # what is loaded late is what the health check does not need
    try:
        match sys.argv[1:]:
            case []:
                # process 1 has no default for a signal that comes while this is loaded
                signal.signal(signal.SIGTERM, _leave)
                from pythonapp.lifecycle import serve

                serve(os.environ)
            case ["healthcheck"]:
                healthcheck(os.environ)
            case _:
                raise UsageError("the only argument is 'healthcheck'; without one pythonapp serves")
    except Failure as failure:
        from pythonapp.log import create_log

        create_log()("error", "pythonapp failed", error=str(failure))
        return 1
    return 0


def _leave(*_: object) -> NoReturn:
    sys.exit(0)


if __name__ == "__main__":
    sys.exit(main())

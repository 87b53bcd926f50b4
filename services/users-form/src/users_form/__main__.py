"""`python -m users_form` serves; `python -m users_form healthcheck` asks the process that does."""

import signal
import sys


def _start() -> int:
    if len(sys.argv) == 1:
        # the first process of a container ignores a signal that it has no handler for, and loading takes its time
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))

    import os

    from users_form.command import main
    from users_form.log import create_log

    return main(sys.argv[1:], os.environ, create_log())


sys.exit(_start())

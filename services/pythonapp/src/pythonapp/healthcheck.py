"""The container's own health check: the image has no curl to do it with.

It loads next to nothing. The image holds no compiled standard library, so that an HTTP client would
be compiled anew every few seconds, on a share of a CPU.
"""

import socket
from collections.abc import Mapping

from pythonapp import DEFAULT_PORT
from pythonapp.failure import Failure

HEALTHCHECK_TIMEOUT_SECONDS = 3

_REQUEST = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


class UnhealthyError(Failure):
    """The service did not say that it is alive."""


def healthcheck(environment: Mapping[str, str]) -> None:
    """Ask the service in the same container, and raise unless it answers 200."""
    # no port but one that the service accepted can have a service behind it
    port = int(environment.get("PORT") or DEFAULT_PORT)
    try:
        with socket.create_connection(("127.0.0.1", port), HEALTHCHECK_TIMEOUT_SECONDS) as service:
            service.sendall(_REQUEST)
            answer = service.makefile("rb").readline(100)
    except OSError as error:
        raise UnhealthyError(f"ask for health: {type(error).__name__}: {error}") from error
    if answer.split(b" ")[1:2] != [b"200"]:
        raise UnhealthyError(f"/healthz on port {port} answered {answer!r}, not 200")

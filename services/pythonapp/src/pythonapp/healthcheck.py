"""The container's own health check: the image has no curl to do it with."""

import http.client

HEALTHCHECK_TIMEOUT_SECONDS = 3


class UnhealthyError(Exception):
    """The service did not say that it is alive."""


def healthcheck(port: int) -> None:
    """Ask the service in the same container, and raise unless it answers 200."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=HEALTHCHECK_TIMEOUT_SECONDS)
    try:
        connection.request("GET", "/healthz")
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise UnhealthyError(f"ask for health: {type(error).__name__}: {error}") from error
    finally:
        connection.close()
    if status != 200:
        raise UnhealthyError(f"/healthz on port {port} answered {status}, not 200")

"""Every route that the public port answers."""

from collections.abc import Callable, Mapping

from pythonapp.asgi import App, Receive, Scope, Send, header_values
from pythonapp.health import Health
from pythonapp.response import send_error, send_json, shorten

MAX_BODY_BYTES = 64 * 1024

# clients write the path of Socket.IO with the slash, and some can be told to leave it out
SOCKET_PATHS = ("/socket.io/", "/socket.io")

Answer = Callable[[], tuple[int, dict[str, str]]]


def create_router(health: Health, sockets: App) -> App:
    """Return the application that sends each request to its place."""
    pages: Mapping[str, Answer] = {
        "/": lambda: (200, {"status": "WebSocket server is running"}),
        "/healthz": health.live,
        "/readyz": health.readiness,
    }

    async def router(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        if path in SOCKET_PATHS:
            await sockets(scope, receive, send)
        elif path not in pages:
            await send_error(scope, send, 404, f"no such path: {shorten(path)}")
        elif scope["type"] == "websocket":
            await send_error(scope, send, 404, "there is no socket here: use /socket.io/")
        else:
            await _page(pages[path], scope, send)

    return router


def route_label(path: str) -> str:
    """Name the route for the metrics; what no route matched shares one series."""
    if path in SOCKET_PATHS:
        return SOCKET_PATHS[0]
    return path if path in ("/", "/healthz", "/readyz") else "unmatched"


def declared_length(scope: Scope) -> int:
    """Return how long the body is said to be; the server has checked that it is a number."""
    return max((int(value) for value in header_values(scope, b"content-length")), default=0)


def body_too_large() -> str:
    """Say what the limit is."""
    return f"body must be at most {MAX_BODY_BYTES} bytes"


async def _page(answer: Answer, scope: Scope, send: Send) -> None:
    method = scope["method"]
    if method not in ("GET", "HEAD"):
        message = f"method not allowed here: use GET, HEAD, not {shorten(method)}"
        await send_error(scope, send, 405, message, {"allow": "GET, HEAD"})
    elif declared_length(scope) > MAX_BODY_BYTES:
        await send_error(scope, send, 413, body_too_large(), {"connection": "close"})
    else:
        status, value = answer()
        await send_json(scope, send, status, value)

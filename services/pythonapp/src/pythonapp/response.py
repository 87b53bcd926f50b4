"""Answers in JSON, to a request and to a WebSocket handshake alike."""

import json
from collections.abc import Mapping

from pythonapp.asgi import Scope, Send


async def send_json(
    scope: Scope,
    send: Send,
    status: int,
    value: Mapping[str, str],
    headers: Mapping[str, str] | None = None,
) -> None:
    """Send a whole response; for a handshake it is the refusal."""
    body = json.dumps(value).encode()
    fields = {
        "content-type": "application/json",
        "content-length": str(len(body)),
        "x-content-type-options": "nosniff",
        **(headers or {}),
    }
    prefix = "websocket." if scope["type"] == "websocket" else ""
    await send(
        {
            "type": f"{prefix}http.response.start",
            "status": status,
            "headers": [(name.encode(), text.encode("latin-1")) for name, text in fields.items()],
        }
    )
    await send({"type": f"{prefix}http.response.body", "body": body})


async def send_error(
    scope: Scope, send: Send, status: int, message: str, headers: Mapping[str, str] | None = None
) -> None:
    """Send {"error": message}, the one shape that every failure has."""
    await send_json(scope, send, status, {"error": message}, headers)


def shorten(text: str) -> str:
    """Cut what a client sent to what an error message can carry."""
    return text if len(text) <= 100 else text[:100] + "..."

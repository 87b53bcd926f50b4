"""The door of the Socket.IO server: who may open a socket, and how sockets end at a stop."""

import asyncio
import contextlib
import json
import re
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs

from pythonapp.asgi import Message, Receive, Scope, Send, header_values
from pythonapp.chat import Chat
from pythonapp.packet import MAX_MESSAGE_BYTES
from pythonapp.response import send_error, shorten
from pythonapp.router import body_too_large, declared_length
from pythonapp.settings import Settings

BODY_TIMEOUT_SECONDS = 10

# client libraries take 1012 as a lost transport and connect again; a Socket.IO disconnect packet
# would tell them to stay away
CLOSE_CODE = 1012
CLOSE_REASON = "service restart"
PROTOCOL_ERROR = 1002

# what a client may send in Engine.IO: close or upgrade, ping or pong, a message that is a packet of
# Socket.IO; the library reads everything else as JSON, and fails outside of its own error handling
_PACKET = re.compile(r"[15]|[23](?:probe)?|4[0-6].*", re.DOTALL)
_BINARY_PACKET = re.compile(r"b(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
_SEPARATOR = "\x1e"
MAX_PACKETS_PER_BODY = 16


class Refusal(Exception):
    """A request that is answered with an error."""

    def __init__(self, status: int, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = headers or {}


class Sockets:
    """Everything below /socket.io/."""

    def __init__(self, chat: Chat, settings: Settings) -> None:
        self._chat = chat
        self._settings = settings
        self._websockets: set[Send] = set()
        self._polls: set[asyncio.Task[None]] = set()
        self._restarting = False

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check a request, then hand it to the Socket.IO server."""
        try:
            self._admit(scope)
            if scope["type"] == "websocket":
                await self._websocket(scope, receive, send)
            else:
                body = await _read_body(scope, receive)
                if scope["method"] == "POST":
                    _check_body(body)
                await self._poll(scope, body, send)
        except Refusal as refusal:
            await send_error(scope, send, refusal.status, refusal.message, refusal.headers)

    async def close_all(self) -> None:
        """End every socket in a way that makes its client connect again, elsewhere."""
        self._restarting = True
        for poll in list(self._polls):
            poll.cancel()
        # one that does not read cannot be told; it is cut off with the server
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(1):
                await asyncio.gather(*map(_close, self._websockets), return_exceptions=True)

    def _admit(self, scope: Scope) -> None:
        self._check_origin(scope)
        websocket = scope["type"] == "websocket"
        query = parse_qs(scope["query_string"].decode("latin-1"))
        transport = query.get("transport", [""])[0]
        if transport not in self._chat.transports or websocket != (transport == "websocket"):
            allowed = " or ".join(self._chat.transports)
            raise Refusal(400, f"'transport' must be {allowed}, and fit the request")
        # a script element of any page can ask for this form, without an Origin header
        if "j" in query:
            raise Refusal(400, "JSONP is not supported")
        if not websocket:
            _check_method(scope)
        # on a connection that was open before the port was closed
        if self._restarting:
            raise Refusal(503, CLOSE_REASON, {"connection": "close"})
        full = self._settings.max_connections
        new = "sid" not in query and scope.get("method") != "OPTIONS"
        if (new and self._chat.open_sockets() >= full) or (
            websocket and len(self._websockets) >= full
        ):
            raise Refusal(503, "too many connections")

    def _check_origin(self, scope: Scope) -> None:
        origins = header_values(scope, b"origin")
        # without the header it is no browser, whose visitors could be abused
        if origins and (len(origins) > 1 or origins[0] not in self._settings.allowed_origins):
            raise Refusal(403, "this origin may not connect")

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        accepted = False

        async def send_checked(message: Message) -> None:
            nonlocal accepted
            accepted = accepted or message["type"] == "websocket.accept"
            if message["type"] == "websocket.close" and not accepted:
                raise Refusal(400, _reason(message.get("reason", "")))
            await send(message)

        async def receive_checked() -> Message:
            message = await receive()
            if message["type"] == "websocket.receive" and not _well_formed(message):
                await send({"type": "websocket.close", "code": PROTOCOL_ERROR})
                return {"type": "websocket.disconnect", "code": PROTOCOL_ERROR}
            return message

        self._websockets.add(send)
        try:
            await self._chat.server.handle_request(scope, receive_checked, send_checked)
        finally:
            self._websockets.discard(send)

    async def _poll(self, scope: Scope, body: bytes, send: Send) -> None:
        """Answer one request of long polling; a GET waits until there is something to say."""
        status = 0

        async def receive_body() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send_checked(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            if status < 400:
                await send(message)
            elif message["type"] == "http.response.body":
                raise Refusal(status, _reason(message.get("body", b"")))

        # the library reads as much as the header says, and a chunked body has none
        headers = [(n, v) for n, v in scope["headers"] if n != b"content-length"]
        headers.append((b"content-length", str(len(body)).encode()))
        inner = {**scope, "headers": headers}
        handle: Callable[..., Awaitable[None]] = self._chat.server.handle_request
        task = asyncio.ensure_future(handle(inner, receive_body, send_checked))
        if scope["method"] == "GET":
            self._polls.add(task)
            task.add_done_callback(self._polls.discard)
        try:
            await task
        except (asyncio.CancelledError, Refusal):
            if not (self._restarting and scope["method"] == "GET"):
                raise
            raise Refusal(503, CLOSE_REASON, {"connection": "close"}) from None


async def _close(send: Send) -> None:
    await send({"type": "websocket.close", "code": CLOSE_CODE, "reason": CLOSE_REASON})


def _check_method(scope: Scope) -> None:
    method = scope["method"]
    if method not in ("GET", "OPTIONS", "POST"):
        message = f"method not allowed here: use GET, OPTIONS, POST, not {shorten(method)}"
        raise Refusal(405, message, {"allow": "GET, OPTIONS, POST"})
    kinds = header_values(scope, b"content-type")
    if method == "POST" and any(k.partition(";")[0].strip() != "text/plain" for k in kinds):
        raise Refusal(415, "content type must be text/plain")


async def _read_body(scope: Scope, receive: Receive) -> bytes:
    too_large = Refusal(413, body_too_large(), {"connection": "close"})
    if declared_length(scope) > MAX_MESSAGE_BYTES:
        raise too_large
    body = b""
    try:
        async with asyncio.timeout(BODY_TIMEOUT_SECONDS):
            while True:
                message = await receive()
                body += bytes(message.get("body", b""))
                if len(body) > MAX_MESSAGE_BYTES:
                    raise too_large
                if not message.get("more_body"):
                    return body
    except TimeoutError:
        raise Refusal(408, "body did not arrive in time", {"connection": "close"}) from None


def _well_formed(message: Message) -> bool:
    text = message.get("text")
    return text is None or bool(_PACKET.fullmatch(text))


def _check_body(body: bytes) -> None:
    try:
        packets = body.decode().split(_SEPARATOR)
    except UnicodeDecodeError:
        raise Refusal(400, "body must be UTF-8") from None
    if len(packets) > MAX_PACKETS_PER_BODY:
        raise Refusal(400, f"body must hold at most {MAX_PACKETS_PER_BODY} packets")
    if not all(_PACKET.fullmatch(text) or _BINARY_PACKET.fullmatch(text) for text in packets):
        raise Refusal(400, "body must hold packets of Engine.IO")


def _reason(body: bytes | str) -> str:
    """Turn the library's JSON string into a sentence."""
    try:
        return shorten(str(json.loads(body)))
    except ValueError:
        return "bad request"

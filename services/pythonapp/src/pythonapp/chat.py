"""The conversation: what a client sends comes back to that client only."""

import asyncio
import logging
import time
from dataclasses import dataclass
from typing import Any

import socketio
from socketio.packet import CONNECT, DISCONNECT

from pythonapp.log import Log, place_of
from pythonapp.metrics import Metrics
from pythonapp.packet import MAX_MESSAGE_BYTES, StrictJson, StrictPacket
from pythonapp.replication import create_manager
from pythonapp.settings import Settings

# together below the idle time of every proxy on the way
PING_INTERVAL_SECONDS = 25
PING_TIMEOUT_SECONDS = 20

# answers that wait for a client before it is not listened to any more
MAX_BACKLOG = 32
# how long it may take none of them before it is dropped
BACKLOG_TIMEOUT_SECONDS = 10

# the packet by which a client leaves the only namespace there is
_LEAVE = str(DISCONNECT)
_JOIN = str(CONNECT)


@dataclass(frozen=True, slots=True)
class Client:
    """One client of the default namespace."""

    request_id: str
    since: float


class Chat:
    """The Socket.IO server and its events."""

    def __init__(self, settings: Settings, metrics: Metrics, log: Log) -> None:
        self._metrics = metrics
        self._log = log
        self._clients: dict[str, Client] = {}
        # several replicas cannot serve long polling: each of its requests may reach another one
        self.transports = ["websocket"] if settings.redis_url else ["polling", "websocket"]
        self.server = socketio.AsyncServer(
            async_mode="asgi",
            client_manager=create_manager(settings),
            transports=self.transports,
            # for the CORS headers only: an empty list checks nothing, so sockets.py decides before
            cors_allowed_origins=sorted(settings.allowed_origins),
            cors_credentials=False,
            ping_interval=PING_INTERVAL_SECONDS,
            ping_timeout=PING_TIMEOUT_SECONDS,
            max_http_buffer_size=MAX_MESSAGE_BYTES,
            http_compression=False,
            # one message of a client after the other, so that answers keep their order
            async_handlers=False,
            # the client knows that it is connected before it gets the greeting
            always_connect=True,
            json=StrictJson,
            serializer=StrictPacket,
            # with these the library adds no handlers of its own; log.py has set one
            logger=logging.getLogger("socketio.server"),
            engineio_logger=logging.getLogger("engineio.server"),
        )
        self.server.on("connect", self._connect)
        self.server.on("message", self._message)
        self.server.on("disconnect", self._disconnect)
        self._handle_packet = self.server.eio.handlers["message"]
        self._handle_end = self.server.eio.handlers["disconnect"]
        self.server.eio.on("message", self._guard)
        self.server.eio.on("disconnect", self._end)
        metrics.count_sockets_by(self.open_sockets)

    def open_sockets(self) -> int:
        """Count the sockets, also those that have not joined the namespace."""
        # the library keeps closed ones for a while
        return sum(not socket.closed for socket in self.server.eio.sockets.values())

    async def _connect(self, sid: str, environ: dict[str, Any], _auth: Any) -> None:
        self._clients[sid] = Client(environ["asgi.scope"]["request_id"], time.perf_counter())
        await self._respond(sid, "Connected to server!")

    async def _message(self, sid: str, *payload: Any) -> None:
        self._metrics.messages.inc()
        # nothing at all comes back as null, several values as a list
        await self._respond(sid, payload[0] if len(payload) == 1 else list(payload) or None)

    async def _disconnect(self, sid: str, reason: str) -> None:
        client = self._clients.pop(sid)
        self._log(
            "info",
            "client disconnected",
            reason=reason,
            duration_ms=round((time.perf_counter() - client.since) * 1000, 3),
            request_id=client.request_id,
        )

    async def _respond(self, sid: str, data: Any) -> None:
        # the client is one of this replica, so the answer does not travel through the cache
        await self.server.emit("response", {"data": data}, to=sid, ignore_queue=True)

    async def _guard(self, eio_sid: str, data: str | bytes) -> None:
        """Handle a packet; one that makes no sense ends the connection."""
        socket = self.server.eio.sockets.get(eio_sid)
        if socket is None or socket.closed:
            return
        try:
            # the library would let one socket be any number of clients
            joined = self.server.manager.sid_from_eio_sid(eio_sid, "/")
            if joined and data[:1] == _JOIN:
                raise ValueError("joined already")
            await self._handle_packet(eio_sid, data)
        except Exception as error:
            environ = self.server.environ.get(eio_sid)
            request_id = environ["asgi.scope"]["request_id"] if environ else ""
            self._log("warn", "packet refused", error=place_of(error), request_id=request_id)
            await self._drop(socket)
        if data == _LEAVE:
            # some clients forget to close what they have left, and it would count on
            await self._drop(socket)
        await self._wait_for_reader(socket)

    async def _wait_for_reader(self, socket: Any) -> None:
        """Listen to a client only while it reads: its answers would fill the memory."""
        try:
            async with asyncio.timeout(BACKLOG_TIMEOUT_SECONDS):
                while socket.queue.qsize() > MAX_BACKLOG and not socket.closed:
                    await asyncio.sleep(0.05)
        except (TimeoutError, asyncio.CancelledError) as error:
            await self._drop(socket)
            # the library takes a cancelled handler for a finished one
            if isinstance(error, asyncio.CancelledError):
                raise

    async def _end(self, eio_sid: str, reason: str) -> None:
        """Handle the end of a socket, and end the poll that a client has left behind."""
        socket = self.server.eio.sockets.get(eio_sid)
        await self._handle_end(eio_sid, reason)
        if socket is not None and reason == self.server.reason.CLIENT_DISCONNECT:
            socket.queue.put_nowait(None)

    async def _drop(self, socket: Any) -> None:
        """Close the transport without a Socket.IO packet, so that clients connect again."""
        reason = self.server.reason.TRANSPORT_ERROR
        await socket.close(wait=False, abort=True, reason=reason)
        # wakes the writer, which then closes the transport
        await socket.queue.put(None)

"""Two waits that the HTTP server leaves without an end."""

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

# how long the head of a request may take, from the opening of the connection or its first byte on
HEAD_TIMEOUT_SECONDS = 10
# how long a client may take nothing of what it was sent
WRITE_TIMEOUT_SECONDS = 10


class HttpProtocol(H11Protocol):
    """HTTP that does not wait forever for the head of a request."""

    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Wait on while a head is incomplete; between two requests the keep-alive time counts."""
        super().data_received(data)
        incomplete = self.conn.their_state is h11.IDLE and self.conn.trailing_data[0]
        if not incomplete:
            self._cancel()
        elif self._timer is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._cancel()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._timer = self.loop.call_later(HEAD_TIMEOUT_SECONDS, self.transport.close)

    def _cancel(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None


class WebSocketProtocol(WebSocketsSansIOProtocol):
    """WebSockets that do not wait forever for a client to read."""

    _timer: asyncio.TimerHandle | None = None

    def pause_writing(self) -> None:
        """Begin to wait; a close would only wait for the client to read what is before it."""
        super().pause_writing()
        self._timer = self.loop.call_later(WRITE_TIMEOUT_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """Wait no more."""
        self._cancel()
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._cancel()
        super().connection_lost(exc)

    def _cancel(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None

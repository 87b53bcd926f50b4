"""The servers, from start to a clean stop."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import uvicorn

from pythonapp.application import Application
from pythonapp.asgi import App
from pythonapp.failure import Failure
from pythonapp.log import capture_libraries, create_log
from pythonapp.packet import MAX_MESSAGE_BYTES
from pythonapp.protocol import HttpProtocol, WebSocketProtocol
from pythonapp.settings import read_settings

# together below 10 s, which is all that Cloud Run gives between SIGTERM and SIGKILL
DRAIN_SECONDS = 2.0
FINISH_SECONDS = 6

# longer than the 60 s after which a load balancer drops an idle connection: the side that sends
# requests must be the one that closes, or it meets a closed connection and answers 502
KEEP_ALIVE_SECONDS = 75

Farewell = Callable[[], Awaitable[None]]


class ListenError(Failure):
    """A port cannot be had."""


class Server(uvicorn.Server):
    """A server that leaves signals to the process, since there are two of them in it."""

    def __init__(self, config: uvicorn.Config, farewell: Farewell | None = None) -> None:
        super().__init__(config)
        self._farewell = farewell

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture nothing."""
        yield

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop, then cut off whoever has not left: one that does not read would wait forever."""
        # first the port, or clients that are sent away would come back to this very process
        for listener in self.servers:
            listener.close()
        if self._farewell:
            await self._farewell()
        await super().shutdown(sockets)
        for connection in list(self.server_state.connections):
            connection.transport.abort()


@dataclass(slots=True)
class Service:
    """Runs the public server and the metrics server."""

    application: Application
    drain_seconds: float = DRAIN_SECONDS
    finish_seconds: int = FINISH_SECONDS

    async def run(self, stop: asyncio.Event) -> None:
        """Serve until `stop` is set, or raise if a server cannot run."""
        settings, log = self.application.settings, self.application.log
        with _listen(settings.port) as public, _listen(settings.metrics_port) as scrape:
            ports = {
                "port": public.getsockname()[1],
                "metrics_port": scrape.getsockname()[1],
            }
            farewell = self.application.sockets.close_all
            server = create_server(self.application.public, self.finish_seconds, farewell)
            metrics_server = create_server(self.application.metrics.app, 1)
            serving = asyncio.create_task(server.serve([public]))
            scraping = asyncio.create_task(metrics_server.serve([scrape]))
            await _until(lambda: server.started and metrics_server.started, serving, scraping)
            self.application.health.ready = True
            log("info", "listening", **ports)

            await _first(asyncio.create_task(stop.wait()), serving, scraping)
            await self._stop(server, serving)
            # last, so that the final requests can still be scraped
            metrics_server.should_exit = True
            await scraping
            log("info", "stopped")

    async def _stop(self, server: Server, serving: asyncio.Task[None]) -> None:
        """Let the balancer see "not ready" before requests would meet a closed port."""
        self.application.health.ready = False
        self.application.log("info", "stopping", drain_seconds=self.drain_seconds)
        await asyncio.sleep(self.drain_seconds)
        server.should_exit = True
        await serving
        await self.application.chat.server.shutdown()


def serve(environment: Mapping[str, str]) -> None:
    """Serve as the environment says, until a signal comes."""
    log = create_log()
    settings = read_settings(environment)
    capture_libraries(log)

    async def run() -> None:
        stop = asyncio.Event()
        # a container's stop sends SIGTERM, a terminal's Ctrl-C SIGINT
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        await Service(Application(settings, log)).run(stop)

    asyncio.run(run())


def create_server(app: App, finish_seconds: int, farewell: Farewell | None = None) -> Server:
    """Return a server whose every wait has an end."""
    app_: Any = app
    return Server(
        uvicorn.Config(
            app_,
            http=HttpProtocol,
            ws=WebSocketProtocol,
            ws_max_size=MAX_MESSAGE_BYTES,
            # a hundred kilobytes for each socket, and a small message that unpacks to a large one
            ws_per_message_deflate=False,
            loop="asyncio",
            lifespan="off",
            interface="asgi3",
            # the application logs its requests itself; what libraries say goes through its log
            log_config=None,
            access_log=False,
            server_header=False,
            # nothing here depends on the address of the client
            proxy_headers=False,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=finish_seconds,
            h11_max_incomplete_event_size=16 * 1024,
        ),
        farewell,
    )


def _listen(port: int) -> socket.socket:
    dual = socket.has_dualstack_ipv6()
    family = socket.AF_INET6 if dual else socket.AF_INET
    try:
        return socket.create_server(("", port), family=family, dualstack_ipv6=dual, backlog=2048)
    except OSError as error:
        raise ListenError(f"listen on port {port}: {error.strerror}") from error


async def _until(condition: Any, *tasks: asyncio.Task[None]) -> None:
    while not condition():
        for task in tasks:
            if task.done():
                task.result()
        await asyncio.sleep(0.01)


async def _first(stop: asyncio.Task[Any], *serving: asyncio.Task[None]) -> None:
    """Wait for the stop, or raise what ended a server before it."""
    await asyncio.wait([stop, *serving], return_when=asyncio.FIRST_COMPLETED)
    for task in serving:
        if task.done():
            task.result()
            raise RuntimeError("a server ended by itself")

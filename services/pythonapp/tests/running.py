"""Starts the real service, in a thread or as a process, and asks it over real connections."""

import asyncio
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import socketio
from websockets.sync.client import ClientConnection, connect

from pythonapp.application import Application
from pythonapp.lifecycle import Service
from pythonapp.log import capture_libraries, create_log
from pythonapp.settings import Settings

SOURCE = Path(__file__).parents[1] / "src"
HANDSHAKE = "/socket.io/?EIO=4&transport=polling"
GREETING = {"data": "Connected to server!"}

Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(slots=True)
class Running:
    """A service that listens on free ports."""

    port: int = 0
    metrics_port: int = 0
    lines: list[Line] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self,
        path: str = "/",
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        body: Any = None,
        **options: Any,
    ) -> Reply:
        return ask(self.port, path, method, headers, body, **options)

    def metrics(self) -> str:
        return ask(self.metrics_port, "/metrics").body.decode()

    def logged(self, msg: str, **fields: Any) -> Line:
        """Wait for a log line; it comes a moment after the answer."""

        def match(line: Line) -> bool:
            return line["msg"] == msg and fields.items() <= line.items()

        wait_until(lambda: any(match(line) for line in self.lines), f"log line {msg!r} {fields}")
        return next(line for line in self.lines if match(line))


def ask(
    port: int,
    path: str,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: Any = None,
    **options: Any,
) -> Reply:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=15)
    try:
        connection.request(method, path, body, dict(headers or {}), **options)
        response = connection.getresponse()
        fields = {name.lower(): value for name, value in response.getheaders()}
        return Reply(response.status, fields, response.read())
    finally:
        connection.close()


def wait_until(condition: Callable[[], bool], what: str, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited {seconds} s for {what}"
        time.sleep(0.01)


@contextmanager
def running(
    drain_seconds: float = 0, finish_seconds: int = 1, **settings: Any
) -> Iterator[Running]:
    """Run the service in a thread."""
    service = Running()
    log = create_log(lambda text: service.lines.append(json.loads(text)))
    capture_libraries(log)
    application = Application(Settings(**{"port": 0, "metrics_port": 0, **settings}), log)
    ready: asyncio.Queue[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = asyncio.Queue()

    async def serve() -> None:
        stop = asyncio.Event()
        ready.put_nowait((asyncio.get_running_loop(), stop))
        await Service(application, drain_seconds, finish_seconds).run(stop)

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    line = service.logged("listening")
    service.port, service.metrics_port = line["port"], line["metrics_port"]
    loop, stop = ready.get_nowait()
    try:
        yield service
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(15)
        assert not thread.is_alive(), "the service did not stop"


@dataclass(slots=True)
class Process(Running):
    """The service as it is shipped: signals and exit codes can only be proven on a process."""

    child: Any = None

    def signal(self, number: int = signal.SIGTERM) -> None:
        self.child.send_signal(number)

    def wait(self, seconds: float = 15) -> int:
        return int(self.child.wait(seconds))


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "pythonapp", *arguments]


def environment(**variables: str) -> dict[str, str]:
    """Return a minimal environment, so that the one of the machine decides nothing."""
    path = os.environ.get("PATH", "")
    return {"PATH": path, "PYTHONPATH": str(SOURCE), "PYTHONDONTWRITEBYTECODE": "1", **variables}


@contextmanager
def process(**variables: str) -> Iterator[Process]:
    """Run the service as a child process."""
    variables = {"PORT": "0", "METRICS_PORT": "0", **variables}
    with subprocess.Popen(  # noqa: S603 - the command is our own
        command(), env=environment(**variables), stdout=subprocess.PIPE, text=True
    ) as child:
        service = Process(child=child)
        reader = threading.Thread(target=_collect, args=(child.stdout, service.lines), daemon=True)
        reader.start()
        try:
            line = service.logged("listening")
            service.port, service.metrics_port = line["port"], line["metrics_port"]
            yield service
        finally:
            child.kill()
            child.wait()
            reader.join()


def _collect(output: Any, lines: list[Line]) -> None:
    for text in output:
        lines.append(json.loads(text))


@contextmanager
def client(url: str, **options: Any) -> Iterator[socketio.SimpleClient]:
    """Connect a real client; it has got its greeting."""
    options = {"transports": ["websocket"], **options}
    # this library sends an Origin by itself, other servers do not
    with socketio.SimpleClient(websocket_extra_options={"suppress_origin": True}) as simple:
        simple.connect(url, **options)
        assert simple.receive(timeout=10) == ["response", GREETING]
        yield simple


def open_websocket(
    service: Running, query: str = "EIO=4&transport=websocket", **options: Any
) -> ClientConnection:
    """Open a bare WebSocket, to send what no client library sends."""
    url = f"ws://127.0.0.1:{service.port}/socket.io/?{query}"
    opened: ClientConnection = connect(
        url, compression=None, proxy=None, close_timeout=1, **options
    )
    return opened


def join(websocket: ClientConnection) -> None:
    """Go through the two handshakes, up to the greeting."""
    assert str(websocket.recv(10)).startswith("0{")
    websocket.send("40")
    assert str(websocket.recv(10)).startswith("40{")
    assert websocket.recv(10) == '42["response",{"data":"Connected to server!"}]'


def open_poll(service: Running) -> str:
    """Open a session of long polling and return its path."""
    opening = service.ask(HANDSHAKE).body.decode()
    return f"{HANDSHAKE}&sid={json.loads(opening[1:])['sid']}"


def fill(connection: socket.socket) -> None:
    """Send messages until neither side takes more, and read nothing."""
    connection.settimeout(2)
    payload = b'42["message","' + b"x" * 60_000 + b'"]'
    frame = b"\x81\xfe" + len(payload).to_bytes(2, "big") + b"\0\0\0\0" + payload
    # what fits into the buffers of both sides is accepted, and not whatever is sent: Linux lets
    # each of two sockets grow to 4 MB to send and 32 MB to receive (tcp_wmem, tcp_rmem)
    with pytest.raises(TimeoutError):
        _send_times(connection, frame, 2_500)


def _send_times(connection: socket.socket, frame: bytes, count: int) -> None:
    for _ in range(count):
        connection.sendall(frame)

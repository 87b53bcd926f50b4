"""The service as it is shipped: signals, sockets and exit codes can only be proven on a process."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

TOKEN = "t" * 43
FORM = f"id=7&name=Ana&csrf_token={TOKEN}"
SOURCE = Path(__file__).parents[1] / "src"


class Process:
    """A users-form that listens on free ports."""

    def __init__(self, backend_port: int, **environment: str) -> None:
        ports = {"PORT": "0", "METRICS_PORT": "0", "BACKEND_PORT": str(backend_port)}
        self.child = spawn(**ports, BACKEND_HOST="127.0.0.1", **environment)
        self.lines: list[dict[str, Any]] = []
        listening = self.wait_for_line("listening")
        self.port: int = listening["port"]
        self.metrics_port: int = listening["metrics_port"]
        self.wait_until_ready()

    def wait_for_line(self, msg: str) -> dict[str, Any]:
        """Read the log up to the line with this message."""
        assert self.child.stdout
        for text in self.child.stdout:
            self.lines.append(json.loads(text))
            if self.lines[-1]["msg"] == msg:
                return self.lines[-1]
        raise AssertionError(f"no line {msg!r} in {self.lines}")

    def get(self, path: str) -> tuple[int, str]:
        return fetch(f"http://127.0.0.1:{self.port}{path}")

    def metrics(self) -> str:
        return fetch(f"http://127.0.0.1:{self.metrics_port}/metrics")[1]

    def wait_until_ready(self) -> None:
        wait_until(lambda: self.get("/readyz")[0] == 200)

    def wait_for_in_flight(self, count: int) -> None:
        """Only then are the requests sure to be in flight."""
        wait_until(lambda: f"\nhttp_requests_in_flight {count}.0\n" in self.metrics())

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)

    def code_of_root(self) -> bytes:
        """The status of the page over a new connection; nothing when the port is closed."""
        try:
            with self.connect() as connection:
                return ask(connection, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")[
                    9:12
                ]
        except OSError:
            return b""

    def terminate(self) -> None:
        self.child.terminate()

    def wait(self) -> int:
        """Wait for the end, and return the exit code; the rest of the log is in `lines`."""
        out, err = self.child.communicate(timeout=20)
        self.lines += [json.loads(line) for line in out.splitlines()]
        assert err == ""
        return self.child.returncode

    def messages(self) -> list[str]:
        """What the log says besides requests."""
        return [line["msg"] for line in self.lines if line["msg"] != "request served"]


@contextmanager
def serve(backend_port: int, **environment: str) -> Iterator[Process]:
    process = Process(backend_port, **environment)
    try:
        yield process
    finally:
        if process.child.poll() is None:
            # at once, without the drain
            process.child.send_signal(signal.SIGINT)
        process.child.communicate(timeout=20)


def spawn(*arguments: str, **environment: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(  # noqa: S603 - the program is the one under test
        [sys.executable, "-m", "users_form", *arguments],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCE), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def fetch(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=20) as response:  # noqa: S310 - only local addresses
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def wait_until(condition: Any, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not _holds(condition):
        assert time.monotonic() < deadline, "it did not come to pass in time"
        time.sleep(0.02)


def _holds(condition: Any) -> bool:
    try:
        return bool(condition())
    except OSError:
        return False


def ask(connection: socket.socket, request: str | bytes) -> bytes:
    """Send bytes and read all that comes back until the other side closes."""
    connection.sendall(request.encode() if isinstance(request, str) else request)
    return read_all(connection)


def post(body: str = FORM, length: int | None = None) -> bytes:
    """A form over the wire, which may lie about its length."""
    return (
        "POST / HTTP/1.1\r\nHost: form\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Cookie: users-form-csrf={TOKEN}\r\nConnection: close\r\n"
        f"Content-Length: {len(body) if length is None else length}\r\n\r\n{body}"
    ).encode()


def read_all(connection: socket.socket) -> bytes:
    answer = b""
    while piece := connection.recv(65_536):
        answer += piece
    return answer

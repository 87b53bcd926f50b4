"""A server that keeps users-api's contract, and breaks it when told to."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Call:
    method: str
    path: str
    headers: dict[str, str]
    body: Any


@dataclass
class UsersApi:
    port: int = 0
    calls: list[Call] = field(default_factory=list)
    users: dict[int, str] = field(default_factory=dict)
    #: An answer to every POST instead of the contract's: status, body, further headers.
    answer: tuple[int, bytes, dict[str, str]] | None = None
    #: What a POST waits for before it is answered.
    gate: threading.Event = field(default_factory=threading.Event)
    arrived: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    #: Sends the first half of the answer and no more.
    stalls: bool = False

    def __post_init__(self) -> None:
        self.gate.set()

    def refuse(self, status: int, sentence: object) -> None:
        self.answer = (status, json.dumps({"error": sentence}).encode(), {})

    def create(self, user: Any) -> tuple[int, bytes, dict[str, str]]:
        if user["id"] in self.users:
            return 409, b'{"error": "user exists"}', {}
        self.users[user["id"]] = user["name"]
        return 201, json.dumps(user).encode(), {}

    @property
    def posts(self) -> list[Call]:
        return [call for call in self.calls if call.method == "POST"]


@contextmanager
def serve_users_api() -> Iterator[UsersApi]:
    api = UsersApi()
    server = _Server(("127.0.0.1", 0), _handler_of(api))
    api.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield api
    finally:
        api.gate.set()
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    #: Five by default: of more callers at once the kernel makes some wait for seconds.
    request_queue_size = 128


def _handler_of(api: UsersApi) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            api.calls.append(Call("GET", self.path, dict(self.headers), None))
            self.reply(200 if self.path == "/healthz" else 404, b'{"status": "ok"}', {})

        def do_POST(self) -> None:
            user = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            api.calls.append(Call("POST", self.path, dict(self.headers), user))
            api.arrived.release()
            api.gate.wait(20)
            self.reply(*(api.answer or api.create(user)))

        def reply(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body[: len(body) // 2] if api.stalls else body)
            if api.stalls:
                self.wfile.flush()
                api.gate.clear()
                api.gate.wait(20)

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:
                return  # the form gave up, which is what some tests are about

        def log_message(self, format: str, *args: Any) -> None:
            return

    return Handler

"""From start to a clean stop: gunicorn with one worker process and many threads.

One process, because the counters of the metrics live in its memory; a form waits for users-api most of the time, and
threads wait as well as processes do. More work is more replicas.
"""

import os
import socket
import struct
import tempfile
from typing import Any

from gunicorn.app.base import BaseApplication

from users_form.application import Parts, create_app
from users_form.backend import Backend
from users_form.health import ANSWER_WITHIN_SECONDS, BackendStatus, Health
from users_form.log import Log
from users_form.metrics import Metrics
from users_form.server_log import ServerLog
from users_form.settings import Settings
from users_form.worker import DRAIN_SECONDS, FINISH_SECONDS, Worker

# longer than the 60 s after which a load balancer drops an idle connection: the side that sends requests must be the
# one that closes, or it meets a closed connection and answers 502
KEEP_ALIVE_SECONDS = 75
# so many of the threads may wait for users-api; the others answer probes, also when it hangs
THREADS = 32
CALLS = 24
# how long a client may pause in the middle of a request
PAUSE_SECONDS = 10


class Server(BaseApplication):
    """Holds the two sockets, and makes the application inside the worker process."""

    def __init__(self, settings: Settings, log: Log) -> None:
        self.settings = settings
        self.log = log
        self.health = Health()
        self.metrics = Metrics()
        public = listen(settings.port)
        self._scrapes = listen(settings.metrics_port)
        self._ports = {"port": _port_of(public), "metrics_port": _port_of(self._scrapes)}
        # gunicorn closes the descriptor that it copies
        self._bind = f"fd://{public.detach()}"
        super().__init__()

    def load_config(self) -> None:
        """Configure gunicorn, by nothing that the environment says."""
        for name, value in self._options().items():
            self.cfg.set(name, value)

    def _options(self) -> dict[str, Any]:
        return {
            "bind": self._bind,
            "workers": 1,
            "worker_class": "users_form.worker.Worker",
            "threads": THREADS,
            "keepalive": KEEP_ALIVE_SECONDS,
            # the worker's own limit is shorter, so that it ends by itself and says what it cut off
            "graceful_timeout": DRAIN_SECONDS + FINISH_SECONDS + 1,
            "post_fork": _shorten_grace,
            "when_ready": self._announce,
            "worker_tmp_dir": heartbeat_folder(),
            "control_socket_disable": True,
            "logger_class": ServerLog,
            # the one trusted hop is ProxyFix's business
            "forwarded_allow_ips": "",
            "secure_scheme_headers": {},
            "forwarder_headers": "",
        }

    def load(self) -> Any:
        """Make the application; called in the worker, whose threads it starts."""
        backend = Backend(self.settings.backend_host, self.settings.backend_port, calls=CALLS)
        parts = Parts(
            backend=backend,
            backend_status=BackendStatus(lambda: backend.is_alive(ANSWER_WITHIN_SECONDS)),
            health=self.health,
            metrics=self.metrics,
            log=self.log,
        )
        app = create_app(parts)
        self.metrics.serve(self._scrapes)
        return app

    def _announce(self, _: object) -> None:
        self.log("info", "listening", **self._ports)


def listen(port: int) -> socket.socket:
    """Open a port; taken here and not by gunicorn, which would try for five seconds and log plain text."""
    listener = socket.create_server(("0.0.0.0", port), backlog=2048)  # noqa: S104 - a container serves its network
    # connections inherit these: a client that stops in the middle of a request must not hold a thread forever
    pause = struct.pack("ll", PAUSE_SECONDS, 0)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, pause)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, pause)
    return listener


def heartbeat_folder() -> str:
    """Choose where the worker's sign of life is kept: in memory, which is writable below a read-only root."""
    memory = "/dev/shm"  # noqa: S108 - the file in it has a random name and is unlinked at once
    return memory if os.access(memory, os.W_OK) else tempfile.gettempdir()


def _shorten_grace(_: object, worker: Worker) -> None:
    worker.cfg.set("graceful_timeout", FINISH_SECONDS)


def _port_of(listener: socket.socket) -> int:
    port: int = listener.getsockname()[1]
    return port

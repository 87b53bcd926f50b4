import os
import socket
import struct
from collections.abc import Iterator

import pytest

from tests.conftest import Lines
from users_form.lifecycle import (
    CALLS,
    KEEP_ALIVE_SECONDS,
    THREADS,
    Server,
    heartbeat_folder,
    listen,
)
from users_form.log import create_log
from users_form.settings import Settings
from users_form.worker import DRAIN_SECONDS, FINISH_SECONDS


@pytest.fixture
def server(lines: Lines, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("WEB_CONCURRENCY", "4")
    monkeypatch.setenv("GUNICORN_CMD_ARGS", "--workers 4 --reload")
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")
    server = Server(Settings(port=0, metrics_port=0), create_log(lines.write))
    yield server
    (public,) = server.cfg.address
    assert isinstance(public, int)
    os.close(public)
    server._scrapes.close()


def test_one_process_whatever_the_environment_says(server: Server) -> None:
    assert server.cfg.workers == 1
    assert server.cfg.threads == THREADS
    assert not server.cfg.reload


def test_leaves_the_headers_of_the_hop_to_the_application(server: Server) -> None:
    assert list(server.cfg.forwarded_allow_ips) == []
    assert server.cfg.secure_scheme_headers == {}
    assert list(server.cfg.forwarder_headers) == []


def test_the_times_fit_into_each_other() -> None:
    balancer_idle, cloud_run_stop = 60, 10

    assert balancer_idle < KEEP_ALIVE_SECONDS == 75
    assert cloud_run_stop > DRAIN_SECONDS + FINISH_SECONDS + 1


def test_some_threads_are_always_left_for_probes() -> None:
    assert THREADS - CALLS >= 8


def test_a_client_may_pause_for_ten_seconds() -> None:
    with listen(0) as server, socket.create_connection(server.getsockname()):
        connection, _ = server.accept()
        with connection:
            for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
                value = connection.getsockopt(socket.SOL_SOCKET, option, struct.calcsize("ll"))
                assert struct.unpack("ll", value) == (10, 0)


def test_the_heartbeat_is_in_memory_where_it_can(monkeypatch: pytest.MonkeyPatch) -> None:
    assert heartbeat_folder() == "/dev/shm"  # noqa: S108 - asserted, not written

    monkeypatch.setattr("os.access", lambda *_: False)
    assert os.path.isdir(heartbeat_folder())

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from tests.process import Process, serve
from tests.users_api import UsersApi, serve_users_api
from tests.visitor import Visitor, visit
from users_form.application import Parts, create_app
from users_form.backend import Backend
from users_form.health import BackendStatus, Health
from users_form.log import create_log
from users_form.metrics import Metrics


class Lines(list[dict[str, Any]]):
    """The log, line by line."""

    def write(self, text: str) -> None:
        self.append(json.loads(text))

    def about(self, msg: str) -> list[dict[str, Any]]:
        return [line for line in self if line["msg"] == msg]


@pytest.fixture
def api() -> Iterator[UsersApi]:
    with serve_users_api() as api:
        yield api


@pytest.fixture
def lines() -> Lines:
    return Lines()


@pytest.fixture
def backend(api: UsersApi) -> Backend:
    return Backend("127.0.0.1", api.port, calls=2, connect_seconds=1, read_seconds=1)


@pytest.fixture
def parts(backend: Backend, lines: Lines) -> Parts:
    return Parts(
        backend=backend,
        backend_status=BackendStatus(lambda: backend.is_alive(1), patience=2),
        health=Health(),
        metrics=Metrics(),
        log=create_log(lines.write),
    )


@pytest.fixture
def app(parts: Parts) -> Flask:
    return create_app(parts)


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return visit(app)


@pytest.fixture
def process(api: UsersApi) -> Iterator[Process]:
    """The service as a process, in front of a users-api of its own."""
    with serve(api.port) as process:
        yield process


@pytest.fixture(scope="session")
def shared() -> Iterator[Process]:
    """A process for tests that leave no trace in it; its users-api is not there."""
    with serve(1) as process:
        yield process

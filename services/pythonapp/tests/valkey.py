"""A real cache in a container, which can go away and come back."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from running import wait_until

IMAGE = "valkey/valkey:9.1-trixie"
PASSWORD = "s3cret-of-the-cache"  # noqa: S105 - of a container that lives as long as a test


@dataclass(frozen=True, slots=True)
class Valkey:
    name: str
    port: int

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}"

    def kill(self) -> None:
        docker("kill", self.name)

    def start(self) -> None:
        docker("start", self.name)
        wait_until(self._answers, "the cache")

    def command(self, *words: str) -> str:
        return docker("exec", self.name, "valkey-cli", "-a", PASSWORD, "--no-auth-warning", *words)

    def _answers(self) -> bool:
        try:
            return self.command("ping") == "PONG"
        except subprocess.CalledProcessError:
            return False


@contextmanager
def valkey() -> Iterator[Valkey]:
    """Run the cache; it goes away with the test, whatever happens."""
    require_docker()
    port = _free_port()
    cache = Valkey(f"pythonapp-test-{os.getpid()}-{port}", port)
    publish = f"127.0.0.1:{port}:6379"
    docker("create", "--name", cache.name, "--publish", publish, IMAGE, *_options())
    try:
        cache.start()
        yield cache
    finally:
        docker("rm", "--force", "--volumes", cache.name)


def require_docker() -> None:
    """Skip without Docker, but never in CI, where a skipped test would look like a passed one."""
    if shutil.which("docker"):
        return
    if os.environ.get("CI") == "true":
        pytest.fail("docker is missing")
    pytest.skip("docker is missing")


def docker(*arguments: str) -> str:
    command = ["docker", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)  # noqa: S603
    return done.stdout.strip()


def _options() -> list[str]:
    return ["valkey-server", "--requirepass", PASSWORD, "--save", "", "--appendonly", "no"]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])

import json
import os
import pickle
import time
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import redis
import socketio

from pythonapp.replication import CHANNEL, create_manager
from pythonapp.settings import Settings
from running import Process, client, process, wait_until
from valkey import PASSWORD, Valkey, valkey

Replicas = tuple[Valkey, Process, Process]


@pytest.fixture(scope="module")
def cache() -> Iterator[Valkey]:
    with valkey() as cache:
        yield cache


@pytest.fixture
def replicas(cache: Valkey) -> Iterator[Replicas]:
    with ExitStack() as stack:
        first, second = (
            stack.enter_context(process(REDIS_URL=cache.url, REDIS_PASSWORD=PASSWORD))
            for _ in range(2)
        )
        yield cache, first, second


def echo(simple: socketio.SimpleClient, text: str) -> None:
    simple.emit("message", text)
    assert simple.receive(timeout=5) == ["response", {"data": text}]


def subscribers(cache: Valkey) -> int:
    return int(cache.command("pubsub", "numsub", CHANNEL).split()[-1])


def publisher(cache: Valkey) -> socketio.RedisManager:
    options = {"password": PASSWORD}
    return socketio.RedisManager(cache.url, channel=CHANNEL, write_only=True, redis_options=options)


def messages(service: Process, logger: str) -> list[Any]:
    return [line for line in service.lines if line.get("logger", "").startswith(logger)]


def test_a_replica_works_alone_unless_told_otherwise() -> None:
    assert create_manager(Settings()) is None


def test_the_password_may_be_in_the_url_or_apart() -> None:
    apart = create_manager(Settings(redis_url="redis://cache", redis_password="apart"))  # noqa: S106
    within = create_manager(Settings(redis_url="redis://:within@cache"))

    assert apart.redis_options["password"] == "apart"  # noqa: S105
    assert "password" not in within.redis_options


@pytest.mark.docker
def test_replicas_answer_their_own_clients_only(replicas: Replicas) -> None:
    _, first, second = replicas
    with client(first.url) as a, client(second.url) as b, client(second.url) as c:
        for number in range(20):
            for name, simple in (("a", a), ("b", b), ("c", c)):
                simple.emit("message", f"{name}{number}")
        for name, simple in (("a", a), ("b", b), ("c", c)):
            answers = [simple.receive(timeout=5)[1]["data"] for _ in range(20)]
            assert answers == [f"{name}{number}" for number in range(20)]


@pytest.mark.docker
def test_answers_do_not_travel_through_the_cache(replicas: Replicas) -> None:
    cache, first, _ = replicas
    with client(first.url) as simple:
        wait_until(lambda: subscribers(cache) == 1, "a subscriber")
        cache.command("config", "resetstat")
        echo(simple, "x")

        assert "cmdstat_publish" not in cache.command("info", "commandstats")


@pytest.mark.docker
def test_what_is_published_reaches_its_client_on_whichever_replica(replicas: Replicas) -> None:
    cache, first, second = replicas
    with client(first.url) as a, client(second.url) as b:
        wait_until(lambda: subscribers(cache) == 2, "both replicas")
        manager = publisher(cache)

        manager.emit("response", {"data": "to a"}, room=a.client.get_sid())
        manager.emit("response", {"data": "to b"}, room=b.client.get_sid())
        manager.emit("response", {"data": b"to all"})

        assert [a.receive(timeout=5)[1]["data"] for _ in range(2)] == ["to a", b"to all"]
        assert [b.receive(timeout=5)[1]["data"] for _ in range(2)] == ["to b", b"to all"]


@pytest.mark.docker
def test_the_cache_may_be_killed_and_come_back(replicas: Replicas) -> None:
    cache, first, second = replicas
    with client(first.url) as a, client(second.url) as b:
        wait_until(lambda: subscribers(cache) == 2, "both replicas")

        cache.kill()
        try:
            first.logged("library message", level="error")
            echo(a, "while it is gone")
            echo(b, "while it is gone")
            with client(first.url) as late:
                echo(late, "came while it was gone")
            assert first.ask("/readyz").status == 200
            assert first.ask("/healthz").status == 200
        finally:
            cache.start()

        wait_until(lambda: subscribers(cache) == 2, "both replicas again", seconds=30)
        publisher(cache).emit("response", {"data": "back"}, room=b.client.get_sid())
        assert b.receive(timeout=5)[1] == {"data": "back"}
        echo(a, "after")

    for service in (first, second):
        assert 1 <= len(messages(service, "socketio")) <= 10
        assert PASSWORD not in str(service.lines)
        service.signal()
        assert service.wait() == 0


@pytest.mark.docker
def test_a_stop_does_not_wait_for_a_cache_that_is_gone(replicas: Replicas) -> None:
    cache, first, _ = replicas
    with client(first.url):
        wait_until(lambda: subscribers(cache) == 1, "a subscriber")
        cache.kill()
        try:
            start = time.monotonic()
            first.signal()
            assert first.wait() == 0
            assert time.monotonic() - start < 10
        finally:
            cache.start()


def published(connection: redis.Redis, message: bytes) -> bool:
    """Publish, and say whether anybody listened."""
    return bool(connection.publish(CHANNEL, message))


def heard(simple: socketio.SimpleClient, connection: redis.Redis, message: str) -> bool:
    """Publish, and say whether the client got it; anything else would be wrong."""
    connection.publish(CHANNEL, message)
    try:
        return bool(simple.receive(timeout=0.5) == ["response", {"data": "good"}])
    except socketio.exceptions.TimeoutError:
        return False


class Trap:
    """What a pickle would do on arrival."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return os.mkdir, (str(self.path),)


@pytest.mark.docker
def test_a_pickle_in_the_cache_is_never_read(replicas: Replicas, tmp_path: Path) -> None:
    cache, first, _ = replicas
    trap = tmp_path / "sprung"
    with client(first.url) as simple:
        wait_until(lambda: subscribers(cache) == 1, "a subscriber")
        with redis.Redis.from_url(cache.url, password=PASSWORD) as connection:
            emit = {"method": "emit", "event": "response", "data": [1], "namespace": "/"}
            for forged in (
                pickle.dumps(Trap(trap)),
                pickle.dumps({**emit, "trap": Trap(trap)}),
                pickle.dumps(emit),
                b"\xff",
                b"[]",
                b'"method"',
                b'{"method":"emit"}',
                b'{"method":"explode"}',
                b"[" * 100_000,
            ):
                # some of these make the library subscribe again: meanwhile nobody hears, or two do
                wait_until(partial(published, connection, forged), "somebody who hears it")
            echo(simple, "still there")
            good = json.dumps({**emit, "data": [{"data": "good"}]})
            wait_until(lambda: heard(simple, connection, good), "a good message")

    assert not trap.exists()
    assert pickle.loads(pickle.dumps(Trap(trap))) is None  # noqa: S301 - the trap works
    assert trap.exists()

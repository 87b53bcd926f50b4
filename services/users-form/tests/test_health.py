import threading
import time

from users_form.health import BackendStatus, Health


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_is_not_ready_at_first() -> None:
    assert not Health().ready


def test_says_what_the_backend_said() -> None:
    assert BackendStatus(lambda: True).ok()
    assert not BackendStatus(lambda: False).ok()


def test_asks_again_only_after_a_while() -> None:
    clock, answers = Clock(), [True, False]
    status = BackendStatus(lambda: answers.pop(0), fresh=5, clock=clock)

    first = status.ok()
    clock.now += 4.9
    second = status.ok()
    clock.now += 0.2
    third = status.ok()

    assert [first, second, third] == [True, True, False]


def test_does_not_wait_for_a_backend_that_hangs() -> None:
    gate, asked = threading.Event(), []

    def ask() -> bool:
        asked.append(1)
        return gate.wait(10)

    clock = Clock()
    status = BackendStatus(ask, patience=0.05, fresh=5, clock=clock)
    started = time.monotonic()
    answers = []
    for _ in range(3):
        answers.append(status.ok())
        clock.now += 10
    took = time.monotonic() - started
    gate.set()

    assert answers == [False, False, False]
    assert took < 1
    # the question that hangs is not asked a second time beside itself
    assert len(asked) == 1


def test_asks_once_for_all_that_want_to_know() -> None:
    gate, asked = threading.Event(), []

    def ask() -> bool:
        asked.append(1)
        return gate.wait(10)

    status = BackendStatus(ask, patience=5)
    answers: list[bool] = []
    threads = [threading.Thread(target=lambda: answers.append(status.ok())) for _ in range(8)]
    for thread in threads:
        thread.start()
    gate.set()
    for thread in threads:
        thread.join()

    assert answers == [True] * 8
    assert len(asked) == 1

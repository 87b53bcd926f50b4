"""Whether the process should receive traffic, and whether users-api can be reached."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

ANSWER_WITHIN_SECONDS = 1.0
FRESH_SECONDS = 5.0


class Health:
    """Readiness: true once the worker serves, false from SIGTERM on.

    A lost users-api does not change it: the form can still say so, and if every replica said "not ready" at once, a
    partial failure would become a complete one.
    """

    def __init__(self) -> None:
        self.ready = False


class BackendStatus:
    """The last answer to "is users-api there?", asked anew when it is older than a few seconds.

    Asking happens in a thread of its own and is waited for only briefly: a name that does not resolve can block
    longer than any timeout of a socket, and liveness must never wait for a dependency.
    """

    def __init__(
        self,
        ask: Callable[[], bool],
        patience: float = ANSWER_WITHIN_SECONDS,
        fresh: float = FRESH_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ask = ask
        self._patience = patience
        self._fresh = fresh
        self._clock = clock
        self._lock = threading.Lock()
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="backend-status")
        self._asked_at = 0.0
        self._answer: Future[bool] | None = None

    def ok(self) -> bool:
        """Say whether users-api answered the last time, as far as that is known in time."""
        try:
            return self._current().result(timeout=self._patience)
        except TimeoutError:
            return False

    def _current(self) -> Future[bool]:
        with self._lock:
            now = self._clock()
            if self._answer is None or (
                self._answer.done() and now - self._asked_at >= self._fresh
            ):
                self._answer = self._executor.submit(self._ask)
                self._asked_at = now
            return self._answer

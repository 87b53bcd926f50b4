"""Whether the process should receive traffic."""


class Health:
    """Answers the probes; alive but not ready at first.

    A lost cache does not change the answer: this replica's clients are served without it, and if
    every replica said "not ready" at once, a partial failure would become a complete one.
    """

    def __init__(self) -> None:
        self.ready = False

    def live(self) -> tuple[int, dict[str, str]]:
        """Touch nothing that can fail: restarting the service would not mend a dependency."""
        return 200, {"status": "ok"}

    def readiness(self) -> tuple[int, dict[str, str]]:
        """Say whether the balancer should send requests here."""
        if self.ready:
            return 200, {"status": "ready"}
        return 503, {"error": "not accepting traffic"}

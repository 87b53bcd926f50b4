from pythonapp.health import Health
from running import Running


def test_the_service_is_alive_and_ready(service: Running) -> None:
    assert (service.ask("/healthz").status, service.ask("/healthz").json) == (200, {"status": "ok"})
    assert (service.ask("/readyz").status, service.ask("/readyz").json) == (
        200,
        {"status": "ready"},
    )


def test_it_is_alive_and_not_ready_at_first() -> None:
    health = Health()

    assert health.live() == (200, {"status": "ok"})
    assert health.readiness() == (503, {"error": "not accepting traffic"})

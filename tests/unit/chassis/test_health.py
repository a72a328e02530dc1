"""What `/readyz` says of a process, to a probe and to its metrics."""

import json

import pytest
from prometheus_client import REGISTRY

from chassis.health import health_app


def answer(path: str, **checks) -> tuple[str, dict]:
    statuses = []
    body = health_app(checks)({"PATH_INFO": path}, lambda status, _headers: statuses.append(status))
    return statuses[0], json.loads(b"".join(body))


def away() -> bool:
    raise OSError("connection refused")


def test_a_process_with_everything_it_needs_is_ready():
    assert answer("/readyz", broker=lambda: True) == ("200 OK", {"broker": True})


@pytest.mark.parametrize("failing", [away, lambda: False])
def test_a_failing_check_is_named(failing):
    status, results = answer("/readyz", broker=lambda: True, database=failing)

    assert status.startswith("503")
    assert results == {"broker": True, "database": False}


def test_a_failing_check_does_not_make_the_process_unhealthy():
    assert answer("/healthz", database=away) == ("200 OK", {"status": "ok"})


def test_readiness_is_in_the_metrics_as_last_asked_for():
    answer("/readyz", first=lambda: True, second=away)

    shown = [
        REGISTRY.get_sample_value("originprint_check_holds", {"check": check})
        for check in ("first", "second")
    ]

    assert shown == [1, 0]

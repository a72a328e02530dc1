"""Health, readiness and metrics."""

import threading

import pytest
from prometheus_client import REGISTRY

from gateway.routes import operations


def test_a_process_that_answers_is_healthy(anonymous):
    assert anonymous.get("/healthz").json() == {"status": "ok"}


@pytest.fixture
def begun(anonymous, parts):
    parts.broker.up.set()
    anonymous.get("/readyz")


def test_it_is_ready_when_broker_and_store_are_there(anonymous, parts):
    parts.broker.up.set()

    response = anonymous.get("/readyz")

    assert (response.status_code, response.json()) == (200, {"broker": True, "objects": True})


def test_it_is_not_ready_before_there_was_a_broker(anonymous):
    response = anonymous.get("/readyz")

    assert (response.status_code, response.json()) == (503, {"broker": False, "objects": True})


def test_it_is_not_ready_before_there_was_a_store(anonymous, parts, objects):
    parts.broker.up.set()
    objects.up = False

    response = anonymous.get("/readyz")

    assert (response.status_code, response.json()) == (503, {"broker": True, "objects": False})


@pytest.mark.usefixtures("begun")
def test_a_server_that_goes_away_later_is_named_and_takes_no_gateway_away(
    anonymous, parts, objects
):
    parts.broker.up.clear()
    objects.up = False

    response = anonymous.get("/readyz")

    assert (response.status_code, response.json()) == (200, {"broker": False, "objects": False})
    assert [shown("broker"), shown("objects")] == [0, 0]


@pytest.mark.usefixtures("begun")
def test_a_store_that_does_not_answer_is_away_before_the_kubelet_is_tired_of_waiting(
    anonymous, objects, monkeypatch
):
    monkeypatch.setattr(operations, "CHECK_SECONDS", 0.05)
    answered = threading.Event()
    monkeypatch.setattr(objects, "is_up", answered.wait)

    response = anonymous.get("/readyz")
    answered.set()

    assert (response.status_code, response.json()) == (200, {"broker": True, "objects": False})


def test_metrics_count_routes_by_name_and_never_by_path(anonymous):
    anonymous.get("/api/v1/certificates/A26SPECIMEN19999")
    anonymous.get("/nothing/of/the/kind")

    metrics = anonymous.get("/metrics").text
    assert 'originprint_http_responses_total{route="gateway.get_certificate",status="401"}' in (
        metrics
    )
    assert "gateway.unmatched" in metrics
    assert "A26SPECIMEN19999" not in metrics


def shown(check) -> float | None:
    return REGISTRY.get_sample_value("originprint_check_holds", {"check": check})

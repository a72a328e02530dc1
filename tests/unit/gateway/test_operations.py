"""Health, readiness and metrics."""


def test_a_process_that_answers_is_healthy(anonymous):
    assert anonymous.get("/healthz").json() == {"status": "ok"}


def test_it_is_ready_while_broker_and_store_are_there(anonymous, parts):
    parts.broker.up.set()

    response = anonymous.get("/readyz")

    assert (response.status_code, response.json()) == (200, {"broker": True, "objects": True})


def test_it_is_not_ready_without_a_broker(anonymous):
    response = anonymous.get("/readyz")

    assert (response.status_code, response.json()) == (503, {"broker": False, "objects": True})


def test_it_is_not_ready_without_a_store(anonymous, parts, objects):
    parts.broker.up.set()
    objects.up = False

    response = anonymous.get("/readyz")

    assert (response.status_code, response.json()) == (503, {"broker": True, "objects": False})


def test_metrics_count_routes_by_name_and_never_by_path(anonymous):
    anonymous.get("/api/v1/certificates/A26SPECIMEN19999")
    anonymous.get("/nothing/of/the/kind")

    metrics = anonymous.get("/metrics").text
    assert 'originprint_http_responses_total{route="gateway.get_certificate",status="401"}' in (
        metrics
    )
    assert "gateway.unmatched" in metrics
    assert "A26SPECIMEN19999" not in metrics

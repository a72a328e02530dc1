"""`/healthz`, `/readyz` and `/metrics` of a service, on its own small HTTP port."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from prometheus_client import make_wsgi_app

from chassis.metrics import CHECK_HOLDS

Check = Callable[[], bool]
StartResponse = Callable[[str, list[tuple[str, str]]], object]


def health_app(checks: Mapping[str, Check]) -> Callable[..., Iterable[bytes]]:
    """A WSGI application; `/readyz` is 503 while any check fails and names the failing ones."""
    metrics = make_wsgi_app()

    def app(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO")
        if path == "/metrics":
            return list(metrics(environ, start_response))
        if path == "/healthz":
            return _answer(start_response, "200 OK", {"status": "ok"})
        if path == "/readyz":
            results = {name: _holds(check) for name, check in checks.items()}
            show_readiness(results)
            status = "200 OK" if all(results.values()) else "503 Service Unavailable"
            return _answer(start_response, status, results)
        return _answer(start_response, "404 Not Found", {"status": "no such page"})

    return app


def show_readiness(results: Mapping[str, bool]) -> None:
    """Put the answer of `/readyz` into the metrics too, where alerts can see it."""
    for name, holds in results.items():
        CHECK_HOLDS.labels(name).set(holds)


def _holds(check: Check) -> bool:
    """A check that raises has failed; why it failed stands in the logs of whoever is in use."""
    try:
        return check()
    except Exception:  # noqa: BLE001 - whatever it is, the part does not hold
        return False


def _answer(start_response: StartResponse, status: str, body: dict[str, Any]) -> list[bytes]:
    payload = json.dumps(body).encode()
    start_response(status, [("Content-Type", "application/json")])
    return [payload]

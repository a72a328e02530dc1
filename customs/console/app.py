"""The console's application: routes, problem documents, health and metrics."""

import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractContextManager, nullcontext

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from contracts.traces import Attribute
from contracts.tracing import NOT_RECORDED, Span, answering
from customs.console import applications, authorizations, declarers, forms, problems, simulation
from customs.console.call_ids import begin_call
from customs.parts import Parts
from customs.telemetry import REQUEST_SECONDS, REQUESTS

log = structlog.get_logger()

Check = Callable[[], bool]
Next = Callable[[Request], Awaitable[Response]]
UNSEEN = frozenset({"/healthz", "/readyz", "/metrics"})
DESCRIPTION = """\
The customs side of OriginPrint, simulated: what an officer would do, and faults on demand.
Everything it seals or signs says 样本 SPECIMEN.
"""


def make_app(parts: Parts, checks: Mapping[str, Check]) -> FastAPI:
    """`checks` decide readiness; each is called on every `/readyz`."""
    app = FastAPI(
        title="OriginPrint customs console",
        version="1",
        description=DESCRIPTION,
        responses=problems.RESPONSES,
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    problems.install(app)
    app.middleware("http")(_observed)
    for routes in (declarers, forms, applications, authorizations, simulation):
        app.include_router(routes.make_router(parts))

    @app.get("/healthz", tags=["operations"], summary="The process runs")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/readyz", tags=["operations"], summary="All its parts are there")
    def readyz() -> JSONResponse:
        results = {name: check() for name, check in checks.items()}
        return JSONResponse(results, 200 if all(results.values()) else 503)

    @app.get("/metrics", tags=["operations"], summary="Prometheus metrics")
    def metrics() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return app


def _in_trace(request: Request) -> AbstractContextManager[Span]:
    """Those who ask every few seconds whether this process runs are in no trace."""
    stack = begin_call(request)
    if request.url.path in UNSEEN:
        return nullcontext(NOT_RECORDED)
    return answering("HTTP", stack, {})


async def _observed(request: Request, call_next: Next) -> Response:
    started = time.perf_counter()
    with _in_trace(request) as span:
        response = await call_next(request)
        route = getattr(request.scope.get("route"), "path", "none")
        span.rename(f"{request.method} {route}")
        span.tell(Attribute.HTTP_ROUTE, route)
        span.tell(Attribute.HTTP_STATUS, response.status_code)
    seconds = time.perf_counter() - started
    REQUESTS.labels(f"{request.method} {route}", response.status_code).inc()
    REQUEST_SECONDS.labels(f"{request.method} {route}").observe(seconds)
    return response

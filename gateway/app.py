"""The gateway as an ASGI application: all routes, and what surrounds each of them."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.telemetry import TelemetryConfig

from contracts import tracing
from gateway.body_limits import BodyLimits
from gateway.errors import handle_errors
from gateway.middleware import Observation
from gateway.openapi.document import describe
from gateway.parts import Parts
from gateway.portal_files import portal_routes
from gateway.routes import (
    agents,
    api_tokens,
    audit,
    authorization,
    card_logins,
    card_requests,
    certificates,
    choices,
    customs,
    downloads,
    exceptions,
    exports,
    help_pages,
    live,
    operations,
    people,
    print_answers,
    printing,
    public,
    scan_requests,
    scanned,
    seal_uses,
    seals,
    sessions,
    webhooks,
    workstations,
)
from gateway.routes.workstation_connections import PATH, WorkstationConnections
from gateway.tarpit import HeldAnswers

PREFIX = "/api/v1"
STORE_THREADS = 32
"""Calls to the object store block, up to its time-out while it is away."""
UNSEEN_BY_FASTAPI: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "auto_configure": False,
}
"""Its own spans would tell paths, which hold tickets, and queries; ours are in `middleware.py`."""
ROUTERS = (
    sessions.router,
    people.router,
    seals.seals,
    seals.signatures,
    authorization.router,
    agents.router,
    exports.router,
    downloads.router,
    certificates.router,
    choices.router,
    print_answers.router,
    printing.router,
    exceptions.router,
    seal_uses.router,
    live.router,
    public.router,
    help_pages.router,
    api_tokens.router,
    webhooks.router,
    card_logins.router,
    card_requests.open_router,
    card_requests.router,
    scan_requests.open_router,
    scan_requests.router,
    workstations.open_router,
    workstations.router,
    audit.router,
)


def create_app(parts: Parts) -> FastAPI:
    """Connects when it is started, not when it is made."""
    app = FastAPI(
        title="OriginPrint",
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        redirect_slashes=False,
        generate_unique_id_function=_operation_id,
        telemetry=UNSEEN_BY_FASTAPI,
    )
    app.state.parts = parts
    for router in ROUTERS:
        app.include_router(router, prefix=PREFIX)
    app.include_router(operations.router)
    app.include_router(scanned.router)
    if parts.settings.customs_url:
        app.include_router(customs.router)
        app.include_router(customs.router, prefix=PREFIX)
    if parts.settings.specimen_url:
        app.include_router(customs.specimen_router)
    if parts.settings.portal_folder:
        _serve_portal(app, Path(parts.settings.portal_folder))
    handle_errors(app)
    app.add_middleware(BodyLimits, grace_seconds=parts.settings.body_grace_seconds)
    app.add_middleware(Observation)
    app.add_middleware(HeldAnswers)
    app.add_middleware(WorkstationConnections, path=f"{PREFIX}{PATH}")
    describe(app)
    return app


def _serve_portal(app: FastAPI, folder: Path) -> None:
    files, pages = portal_routes(folder)
    app.router.routes[:] = [files, *app.router.routes, pages]


def _operation_id(route: APIRoute) -> str:
    return route.name


@contextlib.asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    parts: Parts = app.state.parts
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(STORE_THREADS))
    keeping_presence = asyncio.create_task(parts.workstations.keep())
    keeping_connected = asyncio.create_task(parts.broker.run())
    try:
        yield
    finally:
        keeping_presence.cancel()
        await parts.workstations.tell(everything=False)
        keeping_connected.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(keeping_connected, keeping_presence, return_exceptions=True)
        await parts.console.aclose()
        await parts.specimens.aclose()
        if parts.shared_buckets is not None:
            parts.shared_buckets.close()
        await asyncio.to_thread(tracing.stop)

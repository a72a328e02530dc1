"""`/healthz`, `/readyz` and `/metrics`: for whoever runs the process."""

import asyncio

from fastapi import APIRouter, Response, status
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel

from chassis.health import show_readiness
from gateway.parts import Objects, PartsDep

router = APIRouter(tags=["operations"])

CHECK_SECONDS = 4.0
"""A store that takes a connection and says nothing is away: the kubelet waits 8 s for a word."""


class Health(BaseModel):
    status: str = "ok"


class Readiness(BaseModel):
    """What uploads and calls cannot do without, and whether it is there now."""

    broker: bool
    objects: bool


@router.get("/healthz")
async def get_health() -> Health:
    """The process answers."""
    return Health()


@router.get(
    "/readyz",
    responses={status.HTTP_503_SERVICE_UNAVAILABLE: {"model": Readiness}},
)
async def get_readiness(response: Response, parts: PartsDep) -> Readiness:
    """Which of broker and object store are there; 503 until both were, for the first time.

    All gateways lose a server at one moment: none would be left to serve what does not need it.
    """
    objects = await _is_up(parts.objects)
    readiness = Readiness(broker=parts.broker.is_up, objects=objects)
    show_readiness(readiness.model_dump())
    if readiness.broker and readiness.objects:
        parts.begun.set()
    if not parts.begun.is_set():
        response.status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    return readiness


@router.get("/metrics", response_class=Response)
async def get_metrics() -> Response:
    """Prometheus text format."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


async def _is_up(objects: Objects) -> bool:
    try:
        return await asyncio.wait_for(asyncio.to_thread(objects.is_up), CHECK_SECONDS)
    except TimeoutError:
        return False

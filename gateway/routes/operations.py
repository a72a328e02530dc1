"""`/healthz`, `/readyz` and `/metrics`: for whoever runs the process."""

import asyncio

from fastapi import APIRouter, Response, status
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel

from chassis.health import show_readiness
from gateway.parts import PartsDep

router = APIRouter(tags=["operations"])


class Health(BaseModel):
    status: str = "ok"


class Readiness(BaseModel):
    """What the gateway cannot do without, and whether it is there."""

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
    """Broker and object store are there; 503 while one of them is away."""
    objects = await asyncio.to_thread(parts.objects.is_up)
    readiness = Readiness(broker=parts.broker.is_up, objects=objects)
    show_readiness(readiness.model_dump())
    if not (readiness.broker and readiness.objects):
        response.status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    return readiness


@router.get("/metrics", response_class=Response)
async def get_metrics() -> Response:
    """Prometheus text format."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

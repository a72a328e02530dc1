"""What routes work with, put together once per process."""

from dataclasses import dataclass
from typing import Annotated, Protocol

import httpx
from fastapi import Depends, Request

from chassis.assertions import GATEWAY, Signer
from chassis.objects import ObjectStore
from chassis.sealing import Sealer
from contracts.amqp import Address
from contracts.values import ObjectRef
from gateway.broker import Broker
from gateway.live import LiveEvents
from gateway.rpc import Rpc, RpcClient
from gateway.sessions import Sessions
from gateway.settings import Settings
from gateway.throttles import Slots, Throttle

PUBLIC_PER_SECOND = 20
PUBLIC_BURST = 200
FAILED_PER_SECOND = 0.2
FAILED_BURST = 20
"""Look-ups that found nothing: people mistype, and a machine that guesses is to give up."""
UPLOADS_AT_ONCE = 4
PUBLIC_UPLOADS_AT_ONCE = 2
CONSOLE_SECONDS = 30


class Objects(Protocol):
    """The object store; every call blocks, so it runs in a thread.

    `get` raises Refused object.missing or object.altered; every call but `is_up` raises
    Transient while the store is away.
    """

    def put(self, key: str, data: bytes, content_type: str = ...) -> ObjectRef: ...

    def get(self, ref: ObjectRef) -> bytes: ...

    def delete(self, key: str) -> None: ...

    def is_up(self) -> bool: ...


@dataclass(frozen=True, kw_only=True)
class Parts:
    """One of each per process.

    `public_calls` and `failed_lookups` count by IP address; `uploads` and `public_uploads` bound
    how many bodies are in memory at once.
    """

    settings: Settings
    rpc: Rpc
    objects: Objects
    live: LiveEvents
    sessions: Sessions
    sealer: Sealer
    broker: Broker
    console: httpx.AsyncClient
    public_calls: Throttle
    failed_lookups: Throttle
    uploads: Slots
    public_uploads: Slots


def assemble(settings: Settings, rpc: Rpc | None = None, objects: Objects | None = None) -> Parts:
    """Connects nowhere; `rpc` and `objects` stand in for the real ones where given."""
    signer = Signer(GATEWAY, settings.signing_key)
    account = Address.of(settings.amqp_url).user
    client = RpcClient(settings.rpc_timeout_seconds, signer, account)
    asked = rpc or client
    sessions = Sessions(asked)
    live = LiveEvents(first=sessions.hear)
    return Parts(
        settings=settings,
        rpc=asked,
        objects=objects or ObjectStore.of(settings),
        live=live,
        sessions=sessions,
        sealer=Sealer(settings.sealing_key),
        broker=Broker(settings.amqp_url, [client, live]),
        console=httpx.AsyncClient(base_url=settings.customs_url, timeout=CONSOLE_SECONDS),
        public_calls=Throttle(per_second=PUBLIC_PER_SECOND, burst=PUBLIC_BURST),
        failed_lookups=Throttle(per_second=FAILED_PER_SECOND, burst=FAILED_BURST),
        uploads=Slots(UPLOADS_AT_ONCE),
        public_uploads=Slots(PUBLIC_UPLOADS_AT_ONCE),
    )


async def parts_of(request: Request) -> Parts:
    """Asynchronous, because FastAPI sends plain functions through a thread."""
    parts: Parts = request.app.state.parts
    return parts


PartsDep = Annotated[Parts, Depends(parts_of)]

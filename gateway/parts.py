"""What routes work with, put together once per process."""

import asyncio
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Protocol

import httpx
from fastapi import Depends, Request

from chassis.assertions import GATEWAY, Signer
from chassis.ciphers import Source
from chassis.objects import ObjectStore
from chassis.sealing import Sealer
from contracts.amqp import Address
from contracts.values import ObjectRef
from gateway.body_limits import MIB
from gateway.broker import Broker
from gateway.buckets import SharedBuckets
from gateway.connections import Connections
from gateway.limiter import Limiter
from gateway.live import LiveEvent, LiveEvents
from gateway.rpc import Rpc, RpcClient
from gateway.sessions import Sessions
from gateway.settings import Settings
from gateway.spools import Room
from gateway.tarpit import Tarpit
from gateway.throttles import Crowd, Slots

LOGINS_AT_ONCE = 8
UPLOADS_AT_ONCE = 4
PUBLIC_UPLOADS_AT_ONCE = 2
CONSOLE_SECONDS = 30


class Objects(Protocol):
    """The object store; every call blocks, so it runs in a thread.

    `get` raises Refused object.missing or object.altered; every call but `is_up` raises
    Transient while the store is away.
    """

    def put(
        self, key: str, data: bytes, content_type: str = ..., *, owner: str = ...
    ) -> ObjectRef: ...

    def put_stream(self, key: str, source: Source, size: int, *, owner: str = ...) -> ObjectRef: ...

    def get(self, ref: ObjectRef) -> bytes: ...

    def delete(self, key: str) -> None: ...

    def is_up(self) -> bool: ...


@dataclass(frozen=True, kw_only=True)
class Uploads:
    """What bodies may take up: each of them, all of a sender's on their way, all that are there.

    `slots` bound how many are worked on at once.
    """

    limit_mib: int
    senders: Crowd
    room: Room
    slots: Slots


@dataclass(frozen=True, kw_only=True)
class Parts:
    """One of each per process; what strangers upload has a place of its own."""

    settings: Settings
    rpc: Rpc
    objects: Objects
    live: LiveEvents
    sessions: Sessions
    workstations: Connections
    sealer: Sealer
    broker: Broker
    console: httpx.AsyncClient
    specimens: httpx.AsyncClient
    limiter: Limiter
    shared_buckets: SharedBuckets | None
    tarpit: Tarpit
    logins: Crowd
    uploads: Uploads
    public_uploads: Uploads
    begun: asyncio.Event
    """Broker and object store were there together once."""


Hears = Callable[[LiveEvent], None]


def assemble(settings: Settings, rpc: Rpc | None = None, objects: Objects | None = None) -> Parts:
    """Connects nowhere; `rpc` and `objects` stand in for the real ones where given."""
    signer = Signer(GATEWAY, settings.signing_key)
    account = Address.of(settings.amqp_url).user
    client = RpcClient(settings.rpc_timeout_seconds, signer, account)
    asked = rpc or client
    sessions = Sessions(asked)
    workstations = Connections(asked)
    live = LiveEvents(first=_both(sessions.hear, workstations.hear))
    shared = SharedBuckets(settings.database_url) if settings.database_url else None
    return Parts(
        settings=settings,
        rpc=asked,
        objects=objects or ObjectStore.of(settings),
        live=live,
        sessions=sessions,
        workstations=workstations,
        sealer=Sealer(settings.sealing_key),
        broker=Broker(settings.amqp_url, [client, live]),
        console=_client(settings.customs_url),
        specimens=_client(settings.specimen_url),
        limiter=Limiter(shared, factor=settings.limit_factor),
        shared_buckets=shared,
        tarpit=Tarpit(factor=settings.limit_factor),
        logins=Crowd(LOGINS_AT_ONCE),
        uploads=Uploads(
            limit_mib=settings.upload_limit_mib,
            senders=Crowd(10),
            room=Room(640 * MIB, most_of_a_sender=320 * MIB),
            slots=Slots(UPLOADS_AT_ONCE, of_a_sender=UPLOADS_AT_ONCE - 1),
        ),
        public_uploads=Uploads(
            limit_mib=settings.upload_limit_mib,
            senders=Crowd(3),
            room=Room(256 * MIB, most_of_a_sender=128 * MIB),
            slots=Slots(PUBLIC_UPLOADS_AT_ONCE, of_a_sender=1),
        ),
        begun=asyncio.Event(),
    )


def _client(url: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=url, timeout=CONSOLE_SECONDS, verify=_trusted())


@cache
def _trusted() -> ssl.SSLContext:
    """One for all clients: to read the authorities takes longer than all else of a client."""
    return httpx.create_ssl_context()


async def parts_of(request: Request) -> Parts:
    """Asynchronous, because FastAPI sends plain functions through a thread."""
    parts: Parts = request.app.state.parts
    return parts


PartsDep = Annotated[Parts, Depends(parts_of)]


def _both(one: Hears, other: Hears) -> Hears:
    def hear(event: LiveEvent) -> None:
        one(event)
        other(event)

    return hear

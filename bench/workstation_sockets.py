"""Workstations that only stay connected, thousands of them in one process of their own."""

import asyncio
import json
import multiprocessing
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from typing import Final
from uuid import UUID, uuid4

from websockets.asyncio.client import connect

from contracts.proofs import connecting
from contracts.workstation_program import PING_SECONDS, WorkstationState
from services.print_svc.domain.workstations import Workstation
from workstation import VERSION
from workstation.enrolment import Enrolment, WorkstationKeys, digest

_AT_ONCE: Final = 20
_PATIENCE_SECONDS: Final = 60.0
_CONNECTING_SECONDS: Final = 1_200.0


@dataclass(frozen=True)
class MadeUp:
    """As print_svc knows it, and as it knows itself."""

    row: Workstation
    enrolment: Enrolment


def made_up(place: int, gateway: str) -> MadeUp:
    """One of an enterprise of its own."""
    keys, now, code = WorkstationKeys.generate(), datetime.now(UTC), f"91310000{place:09}N"
    row = Workstation(
        id=uuid4(),
        enterprise_code=code,
        name="desk",
        encryption_key=keys.encryption.public_key().public_bytes_raw(),
        signing_key=keys.signing.public_key().public_bytes_raw(),
        enrolled_by=UUID(int=1),
        enrolled_at=now,
        program_version=VERSION,
        last_seen_at=now,
        connected_until=now,
    )
    enrolment = Enrolment(
        gateway=gateway, workstation_id=row.id, enterprise_code=code, name="desk", keys=keys
    )
    return MadeUp(row, enrolment)


@contextmanager
def connected(enrolments: list[Enrolment]) -> Iterator[float]:
    """The seconds until all were welcome; they are there until the end.

    Raise TimeoutError, or EOFError where one was not welcome.
    """
    context = multiprocessing.get_context("fork")  # private keys do not travel
    ours, theirs = context.Pipe()
    process = context.Process(target=_hold, args=(enrolments, theirs), daemon=True)
    started = time.monotonic()
    process.start()
    try:
        theirs.close()
        if not ours.poll(_CONNECTING_SECONDS):
            raise TimeoutError("they are not all connected")
        ours.recv()
        yield time.monotonic() - started
    finally:
        process.terminate()
        process.join()


def _hold(enrolments: list[Enrolment], told: Connection) -> None:
    asyncio.run(_hold_all(enrolments, told))


async def _hold_all(enrolments: list[Enrolment], told: Connection) -> None:
    places = asyncio.Semaphore(_AT_ONCE)
    async with AsyncExitStack() as held:

        async def one(enrolment: Enrolment) -> None:
            async with places:
                await _greet(enrolment, held)

        async with asyncio.TaskGroup() as group:
            for enrolment in enrolments:
                group.create_task(one(enrolment))
        told.send("connected")
        await asyncio.Event().wait()


async def _greet(enrolment: Enrolment, held: AsyncExitStack) -> None:
    address = f"{enrolment.gateway.replace('http', 'ws', 1)}/api/v1/workstations/connection"
    socket = await held.enter_async_context(
        connect(
            address,
            compression=None,
            open_timeout=_PATIENCE_SECONDS,
            ping_interval=PING_SECONDS,
            ping_timeout=_PATIENCE_SECONDS,
        )
    )
    challenge = json.loads(await socket.recv())["challenge"]
    state = WorkstationState(program_version=VERSION).model_dump_json()
    proof = enrolment.prove(connecting(challenge), digest(state.encode()))
    await socket.send(json.dumps({"proof": proof.header(), "state": state}))
    said = json.loads(await socket.recv())
    if said["kind"] != "welcome":
        raise RuntimeError(f"not welcome: {said}")

"""Who is refused again and again waits for his answers, and nobody else."""

import asyncio
import dataclasses

import httpx
import pytest

from contracts.authorization import GetSession
from contracts.errors import Refused
from gateway import tarpit as tarpits
from gateway.sessions import digest_of
from gateway.tarpit import FREE_BURST, Tarpit

pytestmark = pytest.mark.anyio

STRANGER, NEIGHBOUR = "192.0.2.1", "192.0.2.2"


class Pause:
    """Lasts until it is told to end."""

    def __init__(self):
        self.begun = asyncio.Semaphore(0)
        self.over = asyncio.Event()

    async def __call__(self, seconds):
        self.begun.release()
        await self.over.wait()


@pytest.fixture
async def pause():
    return Pause()


@pytest.fixture
def tarpit(pause, monkeypatch):
    monkeypatch.setattr(tarpits, "FREE_PER_SECOND", 0.0)
    return Tarpit(pause=pause)


@pytest.fixture
def come(app, parts, tarpit, rpc, session):
    """Asks from an address with a token; only `good` ones are sessions."""
    app.state.parts = dataclasses.replace(parts, tarpit=tarpit)

    def opened(asked):
        if asked.token_sha256 != digest_of("good"):
            raise Refused("session.required")
        return session

    rpc.answer(GetSession, opened)

    async def come(address, token):
        transport = httpx.ASGITransport(app, client=(address, 1))
        headers = {"authorization": f"Bearer {token}"}
        async with httpx.AsyncClient(transport=transport, base_url="http://gateway.test") as http:
            return await http.get("/api/v1/sessions/current", headers=headers)

    return come


async def use_up(tarpit, address):
    for _ in range(FREE_BURST):
        await tarpit.hold(address)


async def test_a_few_refusals_are_told_at_once(come, pause):
    answer = await come(STRANGER, "made up")

    assert (answer.status_code, pause.begun.locked()) == (401, True)


async def test_refusals_beyond_a_few_wait_and_are_told_then(come, tarpit, pause):
    await use_up(tarpit, STRANGER)
    waiting = asyncio.create_task(come(STRANGER, "made up"))
    await pause.begun.acquire()
    told_before = waiting.done()

    pause.over.set()

    assert (told_before, (await waiting).status_code) == (False, 401)


async def test_what_succeeds_is_told_at_once_even_at_a_refused_address(come, tarpit, pause):
    await use_up(tarpit, STRANGER)

    answer = await come(STRANGER, "good")

    assert (answer.status_code, pause.begun.locked()) == (200, True)


async def test_refusals_of_another_address_are_told_at_once(come, tarpit, pause):
    await use_up(tarpit, STRANGER)

    answer = await come(NEIGHBOUR, "made up")

    assert (answer.status_code, pause.begun.locked()) == (401, True)


async def test_who_has_too_many_waiting_is_told_and_hung_up_on(come, tarpit, pause, monkeypatch):
    monkeypatch.setattr(tarpits, "MOST_OF_AN_ADDRESS", 1)
    await use_up(tarpit, STRANGER)
    waiting = asyncio.create_task(come(STRANGER, "made up"))
    await pause.begun.acquire()

    answer = await come(STRANGER, "made up")
    pause.over.set()
    held = await waiting

    assert (answer.status_code, answer.headers["connection"]) == (401, "close")
    assert "connection" not in held.headers


async def test_all_addresses_together_have_so_many_waiting(come, tarpit, pause, monkeypatch):
    monkeypatch.setattr(tarpits, "MOST_HELD", 1)
    await use_up(tarpit, STRANGER)
    await use_up(tarpit, NEIGHBOUR)
    waiting = asyncio.create_task(come(STRANGER, "made up"))
    await pause.begun.acquire()

    answer = await come(NEIGHBOUR, "made up")
    pause.over.set()
    await waiting

    assert answer.headers["connection"] == "close"

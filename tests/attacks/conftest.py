"""The gateway's routes and print_svc's own code, database and store, with no broker between."""

import asyncio
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from contracts.authorization import GetSession, SessionView
from contracts.base import Request
from contracts.values import Caller, LoginMedium
from gateway.app import create_app
from gateway.examples import EXAMPLES
from gateway.parts import assemble
from tests.integration.conftest import migrated_database
from tests.integration.print_svc.conftest import bench, cert_svc, keys, objects, office, settings
from tests.unit.cert_svc.events import caller
from tests.unit.gateway.conftest import SETTINGS
from tests.unit.gateway.fakes import Http

__all__ = [
    "bench",
    "cert_svc",
    "keys",
    "migrated_database",
    "objects",
    "office",
    "settings",
]


class Direct:
    """The way from the gateway to print_svc; whoever logs in is `who`."""

    def __init__(self, bench: Any) -> None:
        self._bench = bench
        self.who: Caller = caller(medium=LoginMedium.LEGAL_PERSON_CARD)

    async def call(self, request: Request) -> Any:
        if isinstance(request, GetSession):
            session = SessionView.from_wire(EXAMPLES["CurrentSession"])
            return session.model_copy(update={"caller": self.who})
        return await asyncio.to_thread(self._bench.ask, request)


@pytest.fixture
def direct(bench) -> Direct:
    return Direct(bench)


@pytest.fixture
def http(direct, objects) -> Iterator[Http]:
    """Logged in as the exporter's legal person, until a test says otherwise."""
    app = create_app(assemble(SETTINGS, rpc=direct, objects=objects))
    with closing(Http(app, authorization="Bearer specimen")) as client:
        yield client

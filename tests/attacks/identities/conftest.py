"""The gateway before auth_svc and seal_svc, all in this process, at a time that tests move."""

import dataclasses
from collections.abc import Iterator
from contextlib import closing

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from chassis.testing import TEST_KEY, Bench
from contracts.authorization import CheckCardSignature
from gateway.app import create_app
from gateway.parts import assemble
from services.auth_svc.service import AuthService
from services.seal_svc.service import SealService
from tests.attacks.identities.front import Front, Rpc, Visitor
from tests.integration.auth_svc.company import Clock, with_lists
from tests.integration.auth_svc.conftest import authorities_file, authority
from tests.integration.auth_svc.conftest import settings as auth_settings
from tests.integration.conftest import migrated_database
from tests.integration.seal_svc.conftest import objects, scanner, seal_page, settings
from tests.unit.gateway.conftest import SETTINGS

__all__ = [
    "auth_settings",
    "authorities_file",
    "authority",
    "migrated_database",
    "objects",
    "scanner",
    "seal_page",
    "settings",
]


_SEALING_KEY = X25519PrivateKey.from_private_bytes(TEST_KEY).public_key().public_bytes_raw()
GATEWAY = dataclasses.replace(SETTINGS, sealing_key=_SEALING_KEY, upload_limit_mib=64)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def auth_bench(migrated_database, auth_settings, clock) -> Bench:
    engine = migrated_database("services.auth_svc")
    return with_lists(Bench(AuthService, engine, settings=auth_settings, now=clock))


@pytest.fixture
def seal_bench(migrated_database, settings, objects, scanner, clock, auth_bench) -> Bench:
    return Bench(
        SealService,
        migrated_database("services.seal_svc"),
        objects,
        settings,
        neighbours={CheckCardSignature: auth_bench.ask},
        now=clock,
        extras={"scanner": scanner},
    )


@pytest.fixture
def front(auth_bench, authority, clock) -> Front:
    """Nobody is here but auth_svc."""
    parts = assemble(GATEWAY, rpc=Rpc({"auth_svc": auth_bench}))
    return Front(create_app(parts), parts, auth_bench, authority, clock)


@pytest.fixture
def front_with_seals(auth_bench, seal_bench, authority, objects, clock) -> Front:
    rpc = Rpc({"auth_svc": auth_bench, "seal_svc": seal_bench})
    parts = assemble(GATEWAY, rpc=rpc, objects=objects)
    return Front(create_app(parts), parts, auth_bench, authority, clock)


@pytest.fixture
def visitor(front) -> Iterator[Visitor]:
    """The legal person of enterprise 1, not logged in yet."""
    with closing(Visitor(front)) as visitor:
        yield visitor


@pytest.fixture
def legal_person(visitor) -> Visitor:
    visitor.log_in()
    return visitor


@pytest.fixture
def sealing(front_with_seals) -> Iterator[Visitor]:
    """The legal person, logged in where seals are made."""
    with closing(Visitor(front_with_seals)) as visitor:
        visitor.log_in()
        yield visitor

"""Attacks, each a story: what somebody tries who may not."""

import dataclasses
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from chassis.objects import ObjectStore
from chassis.testing import TEST_KEY, Bench, rings_for
from contracts.certificates import CheckPrintable, GetCertificate
from contracts.printing import GetLiveOriginal
from contracts.rights import GetRights
from contracts.standing import GetAuthorizationStanding
from gateway.app import create_app
from gateway.parts import assemble
from services.auth_svc.service import AuthService
from services.cert_svc.service import CertService
from services.exception_svc.service import ExceptionService
from services.print_svc.service import PrintService
from tests.attacks.world import RENDERER, Rpc, World
from tests.integration.auth_svc.conftest import authorities_file, authority
from tests.integration.auth_svc.conftest import settings as auth_settings
from tests.integration.cert_svc.conftest import Customs
from tests.integration.cert_svc.conftest import settings as cert_settings
from tests.integration.conftest import migrated_database
from tests.integration.print_svc.conftest import keys, settings
from tests.integration.print_svc.office import Clock
from tests.unit.gateway.conftest import SETTINGS

__all__ = [
    "auth_settings",
    "authorities_file",
    "authority",
    "cert_settings",
    "keys",
    "migrated_database",
    "settings",
]


@pytest.fixture
def objects(settings) -> ObjectStore:
    """Opens and seals for all of the world, which is one process."""
    rings = rings_for("cert_svc") | rings_for("gateway") | rings_for("print_svc")
    store = ObjectStore.of(SimpleNamespace(**vars(settings) | rings))
    store.ensure_bucket()
    return store


@pytest.fixture
def world(migrated_database, objects, keys, settings, auth_settings, cert_settings) -> World:
    """The principal's seal is authorized; nothing is granted and nothing approved."""
    clock = Clock()

    def bench(service, own_settings, neighbours, **extras) -> Bench:
        engine = migrated_database(f"services.{service.name}")
        return Bench(service, engine, objects, own_settings, neighbours, clock, extras)

    drawing = {"keys": keys, "renderer": RENDERER}
    auth = bench(AuthService, auth_settings, {})
    asking_auth = {GetRights: auth.ask, GetAuthorizationStanding: auth.ask}
    cert = bench(CertService, cert_settings, asking_auth)
    printing = bench(
        PrintService, settings, {GetRights: auth.ask, CheckPrintable: cert.ask}, **drawing
    )
    exceptions = bench(
        ExceptionService,
        SimpleNamespace(),
        {GetRights: auth.ask, GetCertificate: cert.ask, GetLiveOriginal: printing.ask},
    )
    benches = {each.service.name: each for each in (auth, cert, printing, exceptions)}
    rpc = Rpc(benches)
    sealing = X25519PrivateKey.from_private_bytes(TEST_KEY).public_key().public_bytes_raw()
    gateway_settings = dataclasses.replace(SETTINGS, sealing_key=sealing)
    app = create_app(assemble(gateway_settings, rpc=rpc, objects=objects))
    world = World(benches, app, rpc, _customs(cert_settings), clock)
    world.set_up(objects)
    return world


_made: dict[str, Customs] = {}


def _customs(settings) -> Customs:
    if settings.customs_bucket not in _made:
        _made[settings.customs_bucket] = Customs.with_bucket(settings)
    return _made[settings.customs_bucket]

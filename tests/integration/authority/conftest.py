"""Three services on databases of their own, with one clock and one bucket."""

from types import SimpleNamespace

import pytest

from chassis.objects import ObjectStore
from chassis.testing import Bench
from contracts.certificates import CheckPrintable
from contracts.rights import GetRights
from contracts.standing import GetAuthorizationStanding
from deploy.local import specimens
from services.auth_svc.service import AuthService
from services.cert_svc.service import CertService
from services.print_svc.documents.finishing import finished
from services.print_svc.service import PrintService
from tests.integration.auth_svc.company import Clock, Company, Desk, with_lists
from tests.integration.auth_svc.conftest import authorities_file, authority
from tests.integration.auth_svc.conftest import settings as auth_settings
from tests.integration.authority.house import House
from tests.integration.cert_svc.conftest import Customs
from tests.integration.cert_svc.conftest import settings as cert_settings
from tests.integration.print_svc.conftest import keys, objects, settings

__all__ = [
    "auth_settings",
    "authorities_file",
    "authority",
    "cert_settings",
    "keys",
    "objects",
    "settings",
]


@pytest.fixture(scope="session")
def customs(cert_settings) -> Customs:
    return Customs.with_bucket(cert_settings)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def benches(
    migrated_database, clock, objects, keys, settings, auth_settings, cert_settings
) -> dict[str, Bench]:
    def engine(name):
        return migrated_database(f"services.{name}")

    auth = with_lists(Bench(AuthService, engine("auth_svc"), settings=auth_settings, now=clock))
    cert = Bench(
        CertService,
        engine("cert_svc"),
        objects,
        cert_settings,
        neighbours={GetAuthorizationStanding: auth.ask, GetRights: auth.ask},
        now=clock,
    )
    printing = Bench(
        PrintService,
        engine("print_svc"),
        objects,
        settings,
        neighbours={CheckPrintable: cert.ask, GetRights: auth.ask},
        now=clock,
        extras={"keys": keys, "renderer": SimpleNamespace(finish=finished)},
    )
    return {"auth_svc": auth, "cert_svc": cert, "print_svc": printing}


@pytest.fixture
def house(benches, customs, authority, clock, objects: ObjectStore) -> House:
    """Seal and signature are real pictures, authorized before the certificate was approved."""
    company = Company(benches["auth_svc"], authority)
    house = House(benches, customs, Desk(company, clock))
    company.disable_seal(house.desk.seal_id)
    seal, signature = specimens.enterprise_seal(), specimens.signature("declarer")
    house.desk.seal_id = company.make_seal(
        cutout=objects.put("seals/specimen/cutout.png", seal.png),
        width_mm=seal.width_mm,
        height_mm=seal.height_mm,
    )
    house.desk.signature_id = company.make_signature(
        cutout=objects.put("signatures/specimen/cutout.png", signature.png),
        width_mm=signature.width_mm,
        height_mm=signature.height_mm,
    )
    company.set_defaults(house.desk.caller, house.desk.seal_id, house.desk.signature_id)
    house.file_declarer()
    house.authorize()
    house.approve()
    return house

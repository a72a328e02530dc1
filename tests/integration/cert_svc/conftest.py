"""cert_svc on a real database and object store, with customs' bucket beside its own."""

import hashlib
import uuid
from dataclasses import dataclass
from io import BytesIO
from typing import Self

import pytest
from sqlalchemy import Engine

from chassis.errors import Away
from chassis.objects import ObjectStore, minio_client
from chassis.testing import TEST_CALLER_KEYS, TEST_KEY, TEST_SEALING_KEY, Bench, rings_for
from contracts.certificate_lists import ListCertificates
from contracts.certificate_types import load_certificate_types
from contracts.certificates import CheckPrintable, PrintableCertificates
from contracts.customs import LayoutStatus
from contracts.layouts import Layout, StampImage
from contracts.rights import GetRights
from contracts.specimens import specimen_data
from contracts.standing import AuthorizationStanding, GetAuthorizationStanding
from contracts.values import ObjectRef
from services.cert_svc.service import CertService
from services.cert_svc.settings import Settings
from tests.integration.conftest import COLUMN_KEYS
from tests.unit.cert_svc.events import (
    EXPORTER,
    NUMBER,
    OTHER_ID,
    caller,
    declarer_filed,
    layout_changed,
    seal_authorized,
    signature,
)
from tests.unit.cert_svc.rights import AuthService, HeardOf

PNG = b"\x89PNG\r\n\x1a\nSPECIMEN"


@pytest.fixture
def engine(migrated_database) -> Engine:
    return migrated_database("services.cert_svc")


@pytest.fixture(scope="session")
def settings(servers) -> Settings:
    return Settings(
        amqp_url=servers.amqp_url,
        database_url="unused: the bench is given an engine",
        s3_endpoint=servers.s3_endpoint,
        s3_access_key=servers.s3_access_key,
        s3_secret_key=servers.s3_secret_key,
        s3_bucket=f"ours-{uuid.uuid4().hex[:12]}",
        **rings_for("cert_svc"),
        column_keys=COLUMN_KEYS,
        metrics_port=0,
        signing_key=TEST_KEY,
        caller_keys=TEST_CALLER_KEYS,
        dead_letter_sealing_key=TEST_SEALING_KEY,
        customs_bucket=f"customs-{uuid.uuid4().hex[:12]}",
    )


@pytest.fixture(scope="session")
def objects(settings: Settings) -> ObjectStore:
    store = ObjectStore.of(settings)
    store.ensure_bucket()
    return store


@pytest.fixture
def auth_svc() -> AuthService:
    return AuthService(grants={})


@pytest.fixture
def bench(engine: Engine, objects: ObjectStore, settings: Settings, auth_svc: AuthService) -> Bench:
    """auth_svc knows the grants that are delivered, and of no authorization."""
    return HeardOf(
        CertService,
        engine,
        objects,
        settings,
        neighbours={GetAuthorizationStanding: _away, GetRights: auth_svc.get_rights},
        extras={"auth_svc": auth_svc},
    )


def _away(_: GetAuthorizationStanding) -> AuthorizationStanding:
    raise Away("auth_svc does not answer")


@pytest.fixture
def authorized(bench: Bench) -> Bench:
    """The exporter with two declarers, both filed and with authorized signatures."""
    bench.deliver(seal_authorized(signatures=(signature(), signature(OTHER_ID, "OTHER"))))
    bench.deliver(declarer_filed())
    bench.deliver(declarer_filed(id_number=OTHER_ID, name="OTHER"))
    return bench


@dataclass(frozen=True)
class Customs:
    """Puts layouts down where cert_svc fetches them."""

    settings: Settings

    @classmethod
    def with_bucket(cls, settings: Settings) -> Self:
        client = minio_client(settings.s3_endpoint, settings.s3_access_key, settings.s3_secret_key)
        client.make_bucket(bucket_name=settings.customs_bucket)
        return cls(settings)

    def put_down(self, content: bytes, *, key: str | None = None) -> ObjectRef:
        client = minio_client(
            self.settings.s3_endpoint, self.settings.s3_access_key, self.settings.s3_secret_key
        )
        key = key or f"layouts/{uuid.uuid4().hex}.json"
        bucket = self.settings.customs_bucket
        client.put_object(
            bucket_name=bucket, object_name=key, data=BytesIO(content), length=len(content)
        )
        return ObjectRef(key=key, sha256=hashlib.sha256(content).hexdigest())


@pytest.fixture(scope="session")
def customs(settings: Settings) -> Customs:
    return Customs.with_bucket(settings)


def layout_of(
    certificate_no: str = NUMBER, *, revision: int = 1, type_id: str = "china_australia"
) -> Layout:
    types = load_certificate_types()
    stamp = StampImage.of(PNG, 30, 30)
    return Layout(
        certificate_no=certificate_no,
        type_id=type_id,
        revision=revision,
        data=specimen_data(types, types.by_id(type_id)),
        customs_seal=stamp,
        officer_signature=stamp,
        specimen=True,
    )


def number(serial: int, code: str = "A") -> str:
    return f"{code}26SPECIMEN1{serial:04}"


def listed(bench: Bench, code: str = EXPORTER, **filters) -> list[str]:
    page = bench.ask(ListCertificates(caller=caller(code), **filters))
    return [each.certificate_no for each in page.certificates]


def receive_layout(
    bench: Bench,
    customs: Customs,
    certificate_no: str = NUMBER,
    *,
    revision: int = 1,
    type_id: str = "china_australia",
) -> None:
    """The third of customs' three layout events, with its object."""
    layout = layout_of(certificate_no, revision=revision, type_id=type_id)
    put = customs.put_down(layout.to_bytes())
    about = {"certificate_no": certificate_no, "revision": revision}
    bench.deliver(layout_changed(LayoutStatus.RECEIVED, layout=put, **about))


def check_printable(
    bench: Bench, *numbers: str, use: str = "print", code: str = EXPORTER
) -> PrintableCertificates:
    asked = CheckPrintable(caller=caller(code), certificate_nos=numbers or (NUMBER,), use=use)
    return bench.ask(asked)


def refusal_code(bench: Bench, use: str = "print") -> str | None:
    """Why the one certificate may not be used so; None when it may."""
    refused = check_printable(bench, use=use).refused
    return refused[0].code if refused else None

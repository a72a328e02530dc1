"""print_svc with keys, specimens and a bucket of its own."""

import uuid
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Engine

from chassis.objects import ObjectStore
from chassis.testing import (
    TEST_CALLER_KEYS,
    TEST_KEY,
    TEST_RING,
    TEST_SEALING_KEY,
    Bench,
    rings_for,
)
from contracts.certificates import CheckPrintable
from contracts.rights import GetRights
from deploy.local.authorities import DocumentAuthority
from services.print_svc.documents.finishing import finished
from services.print_svc.documents.keyring import Keys
from services.print_svc.domain.keys import public_keys
from services.print_svc.service import PrintService
from services.print_svc.settings import Settings
from tests.integration.print_svc.office import CertService, Clock, Office, seal_authorization
from tests.unit.cert_svc.rights import AuthService


@pytest.fixture(scope="session")
def settings(servers) -> Settings:
    """The files of the keys are never read: the bench is given the keys themselves."""
    return Settings(
        amqp_url=servers.amqp_url,
        database_url="unused: the bench is given an engine",
        s3_endpoint=servers.s3_endpoint,
        s3_access_key=servers.s3_access_key,
        s3_secret_key=servers.s3_secret_key,
        s3_bucket=f"prints-{uuid.uuid4().hex[:12]}",
        **rings_for("print_svc"),
        metrics_port=0,
        signing_key=TEST_KEY,
        caller_keys=TEST_CALLER_KEYS,
        dead_letter_sealing_key=TEST_SEALING_KEY,
        verify_base="https://verify.specimen.example",
        ticket_keys=TEST_RING,
        ink_mark_keys=TEST_RING,
        statement_key=Path("statement.pem"),
        signer_key=Path("signer.pem"),
        signer_certificates=Path("signer-certificates.pem"),
        document_roots=Path("roots.pem"),
    )


@pytest.fixture(scope="session")
def objects(settings: Settings) -> ObjectStore:
    store = ObjectStore.of(settings)
    store.ensure_bucket()
    return store


@pytest.fixture(scope="session")
def keys() -> Keys:
    authority = DocumentAuthority.create(now=datetime.now(UTC))
    statement = Ed25519PrivateKey.generate()
    return Keys(
        statement=statement,
        statement_public=public_keys([statement.public_key()]),
        signer=authority.signer,
        document_roots=(authority.root,),
    )


@pytest.fixture
def cert_svc() -> CertService:
    return CertService()


@pytest.fixture
def auth_svc() -> AuthService:
    return AuthService()


@pytest.fixture
def owner(migrated_database, bench) -> Engine:
    """Who may do with the tables what print_svc may not."""
    return migrated_database.administrator("services.print_svc")


@pytest.fixture
def bench(migrated_database, objects, settings, keys, cert_svc, auth_svc) -> Bench:
    """Renders and signs in the calling thread, so that several threads may use it at once."""
    return Bench(
        PrintService,
        migrated_database("services.print_svc"),
        objects,
        settings,
        neighbours={
            CheckPrintable: cert_svc.check_printable,
            GetRights: auth_svc.get_rights,
        },
        now=Clock(),
        extras={"keys": keys, "renderer": SimpleNamespace(finish=finished)},
    )


@pytest.fixture
def office(bench: Bench, objects: ObjectStore, cert_svc: CertService) -> Office:
    """The exporter's seal and signature are authorized."""
    cert_svc.authorization = seal_authorization(objects)
    return Office(bench, objects, bench.now, cert_svc)

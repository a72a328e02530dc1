"""seal_svc with real scan workers, a database and a bucket, and auth_svc answering as it would."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from minio import Minio

from chassis.objects import ObjectStore, minio_client
from chassis.testing import TEST_CALLER_KEYS, TEST_KEY, TEST_SEALING_KEY, Bench, rings_for
from contracts.authorization import CheckCardSignature
from contracts.people import GetDeclarer
from contracts.seals import GetStamp
from contracts.values import ObjectRef, StampKind
from deploy.local.specimen_scans import seal_scan, signature_scan
from services.seal_svc.domain.stamps import Stamp
from services.seal_svc.scanning import Scanner
from services.seal_svc.service import SealService
from services.seal_svc.settings import Settings
from services.seal_svc.storage import stamps
from tests.integration.seal_svc.office import AuthService, Office


@pytest.fixture(scope="session")
def settings(servers) -> Settings:
    return Settings(
        amqp_url=servers.amqp_url,
        database_url="unused: the bench is given an engine",
        s3_endpoint=servers.s3_endpoint,
        s3_access_key=servers.s3_access_key,
        s3_secret_key=servers.s3_secret_key,
        s3_bucket=f"seals-{uuid4().hex[:12]}",
        **rings_for("seal_svc"),
        metrics_port=0,
        signing_key=TEST_KEY,
        caller_keys=TEST_CALLER_KEYS,
        dead_letter_sealing_key=TEST_SEALING_KEY,
    )


@pytest.fixture(scope="session")
def objects(settings: Settings) -> ObjectStore:
    store = ObjectStore.of(settings)
    store.ensure_bucket()
    return store


@pytest.fixture(scope="session")
def scanner(settings: Settings) -> Iterator[Scanner]:
    scanner = Scanner(settings)
    yield scanner
    scanner.stop()


@pytest.fixture(scope="session")
def seal_page() -> bytes:
    return seal_scan(name="SPECIMEN EXPORTS", credit_code="000000000000000000")


@pytest.fixture(scope="session")
def signature_page() -> bytes:
    return signature_scan(name="Specimen")


@pytest.fixture(scope="session")
def seal_upload(objects: ObjectStore, seal_page: bytes) -> ObjectRef:
    return objects.put("uploads/seal/scan", seal_page)


@pytest.fixture(scope="session")
def signature_upload(objects: ObjectStore, signature_page: bytes) -> ObjectRef:
    return objects.put("uploads/signature/scan", signature_page)


@pytest.fixture
def auth_svc() -> AuthService:
    today = datetime.now(UTC)
    return AuthService(valid_from=today - timedelta(days=30), valid_to=today + timedelta(days=300))


@pytest.fixture
def bench(migrated_database, objects, settings, scanner, auth_svc) -> Bench:
    return Bench(
        SealService,
        migrated_database("services.seal_svc"),
        objects,
        settings,
        neighbours={
            CheckCardSignature: auth_svc.check_card_signature,
            GetDeclarer: auth_svc.get_declarer,
        },
        extras={"scanner": scanner},
    )


@pytest.fixture
def office(bench, auth_svc, seal_upload, signature_upload) -> Office:
    return Office(bench, auth_svc, seal_upload, signature_upload)


@pytest.fixture
def stored(settings):
    """The keys of seals and signatures in the bucket, and their bytes as they lie there."""
    client: Minio = minio_client(
        settings.s3_endpoint, settings.s3_access_key, settings.s3_secret_key
    )

    def keys(*prefixes: str) -> dict[str, bytes]:
        found = [
            entry.object_name
            for prefix in prefixes
            for entry in client.list_objects(
                bucket_name=settings.s3_bucket, prefix=prefix, recursive=True
            )
        ]
        return {
            key: client.get_object(bucket_name=settings.s3_bucket, object_name=key).read()
            for key in found
        }

    return keys


@pytest.fixture(params=[StampKind.SEAL, StampKind.SIGNATURE])
def stamp(request, office, objects):
    """One that was made earlier."""
    stamp_id = uuid4()
    image = objects.put(f"{request.param}s/{stamp_id}/preview", b"a small picture")
    row = Stamp(
        id=stamp_id,
        enterprise_code=office.caller.enterprise_code,
        kind=request.param,
        name="样本",
        scan_sha256="0" * 64,
        images={"preview": image},
        report={"verdict": "ok", "kind": "seal", "findings": []},
        made_at=datetime.now(UTC),
    )
    with office.bench._instance(None).db.transaction() as tx:
        stamps.add(tx.session, row)
    return office.bench.ask(GetStamp(caller=office.caller, kind=row.kind, stamp_id=row.id))

"""The lines between the service and its workers keep what they carry, and hide the keys."""

import pytest

from contracts.key_rings import KeyRing
from contracts.values import ObjectRef, StampKind
from services.seal_svc.worker_protocol import (
    OUTCOME,
    Broken,
    Inspected,
    Job,
    Postponed,
    Rejected,
    StoreSettings,
    read_store,
    store_line,
)

REF = ObjectRef(key="seals/specimen/scan", sha256="0" * 64)
RING = KeyRing((("2", bytes(32)), ("1", bytes(range(32)))))
STORE = StoreSettings(
    s3_endpoint="http://127.0.0.1:1",
    s3_access_key="name",
    s3_secret_key="secret",
    s3_bucket="bucket",
    **dict.fromkeys(("upload_keys", "stamp_keys", "picture_keys"), RING),
)


def test_the_stores_address_survives_the_line():
    assert read_store(store_line(STORE)) == STORE


def test_the_stores_keys_are_not_shown():
    assert "secret" not in repr(STORE)
    assert "0, 1, 2" not in repr(STORE)
    assert "x01" not in repr(STORE)


def test_a_job_survives_the_line():
    job = Job(
        kind=StampKind.SEAL, owner="E", scan=REF, keys={"overlay": "trials/1/overlay"}, seconds=8
    )

    line = job.model_dump_json()

    assert "\n" not in line
    assert Job.model_validate_json(line) == job


@pytest.mark.parametrize(
    "outcome",
    [
        Inspected(report={"message_zh": "扫描\n件"}, images={"scan": REF}),
        Rejected(code="object.missing", details={"key": "x"}),
        Postponed(reason="away"),
        Broken(traceback="Traceback\n  line"),
    ],
)
def test_every_outcome_survives_the_line(outcome):
    line = outcome.model_dump_json()

    assert "\n" not in line
    assert OUTCOME.validate_json(line) == outcome

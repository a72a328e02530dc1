"""Seals and signatures that exist: stop, delete, add (R26), each seen by its enterprise alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from contracts.errors import Refused
from contracts.seals import (
    GetStamp,
    GetStampImage,
    SealDeleted,
    SealDisabled,
    SignatureDeleted,
    SignatureDisabled,
)
from contracts.values import LoginMedium, ObjectRef, StampKind
from services.seal_svc import repository
from services.seal_svc.domain.stamps import Stamp
from tests.integration.seal_svc.office import FailingStore

REPORT = {"verdict": "ok", "kind": "seal", "findings": []}


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
        report=REPORT,
        made_at=datetime.now(UTC),
    )
    with office.bench._instance(None).db.transaction() as tx:
        repository.add(tx.session, row)
    return office.bench.ask(GetStamp(caller=office.caller, kind=row.kind, stamp_id=row.id))


def picture_of(office, stamp) -> ObjectRef:
    fields = {"caller": office.caller, "kind": stamp.kind, "stamp_id": stamp.stamp_id}
    return office.bench.ask(GetStampImage(**fields, picture="preview")).image


def test_stop_then_delete_each_announced(office, stamp, objects):
    picture = picture_of(office, stamp)

    disabled = office.disable(stamp)
    office.delete(stamp)

    seals = stamp.kind is StampKind.SEAL
    expected = [SealDisabled, SealDeleted] if seals else [SignatureDisabled, SignatureDeleted]
    assert disabled.state == "disabled"
    assert [type(event) for event in office.bench.published()] == expected
    assert office.listed(stamp.kind) == []
    assert office.condemned() == []
    with pytest.raises(Refused, match=r"object\.missing"):
        objects.get(picture)


def test_one_in_use_cannot_be_deleted(office, stamp):
    with pytest.raises(Refused, match=r"seal\.still_in_use"):
        office.delete(stamp)
    assert office.seen(stamp).state == "active"
    assert office.bench.published() == []


def test_disabling_twice_is_announced_once(office, stamp):
    first = office.disable(stamp)

    assert office.disable(stamp) == first
    assert len(office.bench.published()) == 1


def test_what_was_deleted_is_unknown(office, stamp):
    office.disable(stamp)
    office.delete(stamp)

    for call in (office.seen, office.disable, office.delete):
        with pytest.raises(Refused, match=rf"{stamp.kind}\.unknown"):
            call(stamp)


def test_a_repeated_deletion_gives_the_first_answer(office, stamp):
    office.disable(stamp)
    office.delete(stamp, idempotency_key="once")
    office.delete(stamp, idempotency_key="once")

    assert len(office.bench.published()) == 2


def test_images_that_could_not_be_deleted_are_swept_later(office, stamp, objects):
    picture = picture_of(office, stamp)
    office.disable(stamp)
    replace(office, bench=replace(office.bench, objects=FailingStore(objects))).delete(stamp)
    assert objects.get(picture) == b"a small picture"

    office.sweep(datetime.now(UTC) + timedelta(seconds=1))

    with pytest.raises(Refused, match=r"object\.missing"):
        objects.get(picture)
    assert office.condemned() == []


def test_another_enterprise_finds_nothing(office, stamp):
    stranger = office.of_another_enterprise()

    assert stranger.listed(stamp.kind) == []
    for call in (stranger.seen, stranger.disable, stranger.delete):
        with pytest.raises(Refused, match=rf"{stamp.kind}\.unknown"):
            call(stamp)
    with pytest.raises(Refused, match=rf"{stamp.kind}\.unknown"):
        picture_of(stranger, stamp)
    assert office.seen(stamp) == stamp


def test_a_seal_is_no_signature(office, stamp):
    other = StampKind.SIGNATURE if stamp.kind is StampKind.SEAL else StampKind.SEAL

    with pytest.raises(Refused, match=rf"{other}\.unknown"):
        office.seen(stamp.model_copy(update={"kind": other}))


@pytest.mark.parametrize("medium", [LoginMedium.OPERATOR_CARD, LoginMedium.PASSWORD])
def test_only_the_legal_persons_card_may_stop_and_delete(office, stamp, medium):
    clerk = office.with_medium(medium)

    assert clerk.seen(stamp) == stamp
    for call in (clerk.disable, clerk.delete):
        with pytest.raises(Refused, match=r"session\.medium_not_allowed"):
            call(stamp)

"""Seals and signatures that exist: stop, delete, add (R26), each seen by its enterprise alone."""

import pytest

from contracts.errors import Refused
from contracts.seals import SealDeleted, SealDisabled, SignatureDeleted, SignatureDisabled
from contracts.values import LoginMedium, StampKind


def test_stop_then_delete_each_announced(office, stamp, objects):
    picture = office.picture(stamp)

    disabled = office.disable(stamp)
    office.delete(stamp)

    seals = stamp.kind is StampKind.SEAL
    expected = [SealDisabled, SealDeleted] if seals else [SignatureDisabled, SignatureDeleted]
    assert disabled.state == "disabled"
    assert [type(event) for event in office.bench.published()] == expected
    assert office.listed(stamp.kind) == []
    assert office.marked_for_removal() == []
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


def test_another_enterprise_finds_nothing(office, stamp):
    stranger = office.of_another_enterprise()

    assert stranger.listed(stamp.kind) == []
    for call in (stranger.seen, stranger.disable, stranger.delete):
        with pytest.raises(Refused, match=rf"{stamp.kind}\.unknown"):
            call(stamp)
    with pytest.raises(Refused, match=rf"{stamp.kind}\.unknown"):
        stranger.picture(stamp)
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

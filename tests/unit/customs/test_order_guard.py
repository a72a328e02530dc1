"""Which approvals would come before the receipt of an authorization (R36)."""

from datetime import timedelta
from uuid import uuid4

import pytest

from contracts.authorization import ReceiptItem
from contracts.values import StampKind
from customs.domain.applications import archive
from customs.domain.authorizations import Authorization
from customs.domain.order_guard import AUTHORIZATION_MISSING, AUTHORIZATION_WAITING, cautions_of
from tests.unit.customs.builders import NOON, application, approved, credit_code

pytestmark = pytest.mark.rule("R36", "R43")
SECOND = timedelta(seconds=1)


def authorization(*, due=NOON - SECOND, accepted=True) -> Authorization:
    item = ReceiptItem(kind=StampKind.SEAL, stamp_id=uuid4(), accepted=accepted)
    return Authorization(
        authorization_id=uuid4(),
        enterprise_code=credit_code(),
        requested_at=due - SECOND,
        receipt_due_at=due,
        items=(item,),
    )


def codes(*authorizations) -> list[str]:
    return [one.code for one in cautions_of(application(), authorizations, at=NOON)]


def test_an_approval_after_an_accepted_authorization_is_late_enough():
    assert codes(authorization()) == []


@pytest.mark.parametrize("known", [(), (authorization(accepted=False),)])
def test_an_approval_without_an_accepted_authorization_is_too_early(known):
    assert codes(*known) == [AUTHORIZATION_MISSING]


@pytest.mark.parametrize("earlier", [(), (authorization(),)])
@pytest.mark.parametrize("due", [NOON, NOON + SECOND])
def test_an_approval_before_a_receipt_that_is_still_due_is_too_early(due, earlier):
    assert codes(authorization(due=due), *earlier) == [AUTHORIZATION_WAITING]


def test_the_caution_names_the_certificate_and_the_time_of_the_receipt_in_china():
    [told] = cautions_of(application(), [authorization(due=NOON + SECOND)], at=NOON)

    assert told.certificate_nos == (application().certificate_no,)
    assert "2026-05-06 12:00:01" in told.message_zh
    assert "2026-05-06 12:00:01" in told.message_en


def test_an_archived_certificate_is_not_approved_again_and_needs_no_caution():
    assert cautions_of(archive(approved(), at=NOON), [], at=NOON) == ()

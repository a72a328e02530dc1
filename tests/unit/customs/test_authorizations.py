"""Which seal and signatures a receipt accepts (R28, R34)."""

from datetime import timedelta

from contracts.values import StampKind
from customs.domain.authorizations import NOT_FILED, SEAL_EXPIRED, receipt, refused
from customs.domain.faults import FaultKind
from tests.unit.customs.builders import (
    NOON,
    authorization,
    authorized_seal,
    credit_code,
    fault,
    id_number,
)

FILED = frozenset({id_number(1)})


def test_the_signature_of_a_filed_declarer_is_accepted_with_the_seal():
    issued = receipt(authorization(credit_code(), id_number(1)), FILED, at=NOON)

    assert [item.accepted for item in issued.items] == [True, True]


def test_the_signature_of_somebody_not_filed_is_refused_with_the_reason():
    issued = receipt(authorization(credit_code(), id_number(1), id_number(2)), FILED, at=NOON)

    assert [item.reason for item in issued.items] == [None, None, NOT_FILED.whole_zh]
    assert [item.reason_en for item in issued.items] == [None, None, NOT_FILED.whole_en]


def test_a_seal_that_has_run_out_is_refused():
    expired = authorized_seal(valid_to=NOON - timedelta(seconds=1))

    issued = receipt(authorization(credit_code(), id_number(1), seal=expired), FILED, at=NOON)

    over = SEAL_EXPIRED.filled({"valid_to": expired.valid_to.date().isoformat()})
    assert (issued.items[0].reason, issued.items[0].reason_en) == (over.whole_zh, over.whole_en)


def test_a_reject_fault_refuses_the_kind_it_names():
    issued = receipt(authorization(credit_code(), id_number(1)), FILED, at=NOON)
    blurred = fault(
        FaultKind.REJECT,
        event="AuthorizationReceiptIssued",
        stamp_kind=StampKind.SIGNATURE,
        reason="签名模糊",
    )

    spoiled, struck = refused(issued, [blurred])

    assert struck is blurred
    assert [item.reason for item in spoiled.items] == [None, "签名模糊"]


def test_a_receipt_without_a_fault_stays_as_it_is():
    issued = receipt(authorization(credit_code(), id_number(1)), FILED, at=NOON)

    assert refused(issued, [fault(FaultKind.LATE)]) == (issued, None)

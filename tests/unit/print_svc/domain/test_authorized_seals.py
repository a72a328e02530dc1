"""The seal in force and the declarer's own signature, or nothing at all (R29, R102)."""

from datetime import timedelta

import pytest

from contracts.certificates import Printable
from contracts.errors import Refused
from services.print_svc.domain.authorized_seals import Authorization, stamps_for
from tests.unit.cert_svc.events import (
    APPROVED,
    DECLARER_ID,
    OTHER_ID,
    approved,
    reference,
    seal_authorized,
    signature,
)

EVENT = seal_authorized(signatures=(signature(OTHER_ID, "SPECIMEN OTHER"), signature()))
GIVEN = Authorization(EVENT.seal, EVENT.signatures)


def printable(**changes):
    return Printable(**approved(**changes).model_dump(), layout=reference("layouts/specimen.json"))


def refusal(given, *, now=APPROVED, **changes):
    with pytest.raises(Refused) as refused:
        stamps_for(printable(**changes), given, now=now)
    return refused.value.code


def test_the_signature_is_the_one_bound_to_the_declarers_number():
    stamps = stamps_for(printable(), GIVEN, now=APPROVED)

    assert stamps.seal == EVENT.seal
    assert stamps.signature.declarer_id_number.get_secret_value() == DECLARER_ID


def test_without_authorization_or_without_the_declarers_signature_nothing_is_printed():
    others = Authorization(EVENT.seal, EVENT.signatures[:1])

    assert refusal(None) == "print.seal_missing"
    assert refusal(others) == "print.seal_missing"


def test_a_seal_is_used_until_its_last_day():
    last = EVENT.seal.valid_to

    assert stamps_for(printable(), GIVEN, now=last - timedelta(seconds=1)).seal
    assert refusal(GIVEN, now=last) == "print.seal_expired"


def test_the_ecfa_takes_the_signature_alone_whatever_became_of_the_seal():
    of_ecfa = printable(type_id="ecfa", destination="TW")

    assert stamps_for(of_ecfa, GIVEN, now=EVENT.seal.valid_to).seal is None

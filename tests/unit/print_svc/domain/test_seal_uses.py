"""Each stamp on each part is a use; a proof shows only so many (promise 5)."""

import pytest

from contracts.errors import Refused
from services.print_svc.domain.seal_uses import LONGEST_PROOF, check_proof_length, seal_uses_of
from services.print_svc.domain.stamps import Stamps
from tests.unit.cert_svc.events import seal_authorized
from tests.unit.print_svc.domain.jobs import JOB, NOW

EVENT = seal_authorized()
SIGNATURE = EVENT.signatures[0]


def test_seal_and_signature_on_each_part_are_uses():
    uses = seal_uses_of(JOB, Stamps(EVENT.seal, SIGNATURE), used_at=NOW)

    assert [(use.print_serial, use.part, use.seal_id) for use in uses] == [
        ("ORIGINAL-1", "original", EVENT.seal.seal_id),
        ("ORIGINAL-1", "original", SIGNATURE.signature_id),
        ("COPY-1", "copy", EVENT.seal.seal_id),
        ("COPY-1", "copy", SIGNATURE.signature_id),
    ]


def test_a_form_without_seal_uses_the_signature_alone():
    uses = seal_uses_of(JOB, Stamps(None, SIGNATURE), used_at=NOW)

    assert {use.seal_id for use in uses} == {SIGNATURE.signature_id}
    assert {use.seal_sha256 for use in uses} == {SIGNATURE.cutout.sha256}


def test_a_proof_beyond_the_limit_is_refused_and_says_by_how_much():
    check_proof_length(LONGEST_PROOF)

    with pytest.raises(Refused) as refusal:
        check_proof_length(LONGEST_PROOF + 1)
    assert refusal.value.details == {"rows": LONGEST_PROOF + 1, "limit": LONGEST_PROOF}

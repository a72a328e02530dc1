"""With which stamps a certificate would be printed now, and what stands against it."""

from contracts.seal_authority import Authority
from services.cert_svc.domain.stamps import NO_STAMPS, stamps_for
from tests.unit.cert_svc.events import APPROVED, OTHER_ID, approved, seal_authorized, signature
from tests.unit.cert_svc.test_certificates import after

EVENT = seal_authorized(signatures=(signature(OTHER_ID, "OTHER"), signature()))
SEAL, OWN = EVENT.seal, EVENT.signatures[1]


def stamps(*ended, now=APPROVED, **changes):
    approval = after(approved(**changes)).approval
    return stamps_for(approval, Authority(SEAL, EVENT.signatures, frozenset(ended)), now=now)


def test_the_seal_and_the_declarers_own_signature_are_used():
    used = stamps()

    assert (used.seal, used.signature) == (SEAL, OWN)
    assert used.problems == {}


def test_all_that_stands_against_them_is_told():
    assert list(stamps(SEAL.seal_id, OWN.signature_id, now=SEAL.valid_to).problems) == [
        "signature.disabled",
        "seal.disabled",
        "seal.expired",
    ]


def test_the_ecfa_takes_the_signature_alone_whatever_became_of_the_seal():
    used = stamps(SEAL.seal_id, type_id="ecfa", destination="TW")

    assert (used.seal, used.signature) == (None, OWN)
    assert not used.takes_seal
    assert used.problems == {}


def test_before_any_authorization_there_is_nothing_to_use():
    assert stamps_for(after(approved()).approval, None, now=APPROVED) is NO_STAMPS

"""Whether a certificate is listed (R43-R50)."""

from services.cert_svc.domain.enterprises import Authorization, Enterprise
from services.cert_svc.domain.listing import is_listed
from tests.unit.cert_svc.events import (
    APPROVED,
    DECLARER,
    DECLARER_ID,
    HOUR,
    approved,
    archived,
    print_released,
    returned,
)
from tests.unit.cert_svc.test_certificates import UNKNOWN, after

SIGNERS = {DECLARER_ID: DECLARER}
READY = Enterprise((Authorization(APPROVED - HOUR, SIGNERS),), SIGNERS)


def test_a_certificate_is_listed_when_its_enterprise_was_ready_before_the_approval():
    assert is_listed(after(approved()), READY)
    assert not is_listed(after(approved()), Enterprise())


def test_a_certificate_stays_listed_through_print_and_archiving():
    assert is_listed(after(approved(), print_released(), archived()), READY)


def test_a_returned_certificate_is_not_listed():
    assert not is_listed(after(approved(), returned()), READY)


def test_before_its_approval_nothing_is_listed():
    assert not is_listed(UNKNOWN, READY)

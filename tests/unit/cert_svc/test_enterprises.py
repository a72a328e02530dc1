"""What an enterprise has authorized and filed (R27-R36, R45)."""

from services.cert_svc.domain.enterprises import Authorization, Enterprise
from tests.unit.cert_svc.events import APPROVED, DECLARER, DECLARER_ID, HOUR, OTHER_ID

EARLY = Authorization(APPROVED - 2 * HOUR, {DECLARER_ID: DECLARER})
LATER = Authorization(APPROVED - HOUR, {OTHER_ID: DECLARER})


def test_the_last_authorization_received_before_the_moment_is_in_force():
    enterprise = Enterprise((LATER, EARLY))

    assert enterprise.in_force_at(APPROVED) is LATER
    assert enterprise.in_force_at(LATER.received_at) is EARLY
    assert enterprise.in_force_at(EARLY.received_at) is None


def test_of_two_received_out_of_turn_the_one_requested_later_counts():
    older = Authorization(LATER.received_at, {}, requested_at=APPROVED - 4 * HOUR)
    newer = Authorization(EARLY.received_at, {}, requested_at=APPROVED - 3 * HOUR)

    assert Enterprise((newer, older)).in_force_at(APPROVED) is newer


def test_a_person_of_the_same_name_under_another_number_is_noticed():
    filed = Enterprise(declarers={OTHER_ID: DECLARER})
    signed = Enterprise((LATER,))

    assert filed.knows_by_name_only(DECLARER_ID, DECLARER)
    assert signed.knows_by_name_only(DECLARER_ID, DECLARER)
    assert not Enterprise((EARLY,)).knows_by_name_only(DECLARER_ID, DECLARER)

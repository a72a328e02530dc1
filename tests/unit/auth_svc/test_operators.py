"""Which card stays bound to a person, and how passwords and ID numbers are treated."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from contracts.errors import Refused
from services.auth_svc.domain.cards import Card
from services.auth_svc.domain.logins import LoginRecord, after_failure, check_not_locked
from services.auth_svc.domain.people import Operator, binds, check_password, masked

NOW = datetime(2026, 3, 10, tzinfo=UTC)
DAY = timedelta(days=1)


def card(role="legal_person", *, since=0, days=100, fingerprint="new") -> Card:
    return Card(
        certificate_pem="PEM",
        fingerprint=fingerprint,
        name="样本",
        enterprise_name="SPECIMEN",
        role=role,
        enterprise_code="E",
        id_number="I",
        valid_from=NOW + since * DAY,
        valid_to=NOW + (since + days) * DAY,
    )


def holder(bound: Card | None) -> Operator:
    fields = {}
    if bound is not None:
        fields = {
            "card_certificate": bound.certificate_pem,
            "card_fingerprint": bound.fingerprint,
            "card_valid_from": bound.valid_from,
            "card_valid_to": bound.valid_to,
        }
    return Operator(
        id=UUID(int=1),
        enterprise_code="E",
        name="样本",
        role=bound.role if bound else "operator",
        id_number="I",
        **fields,
    )


OLD = {"fingerprint": "old"}


@pytest.mark.parametrize(
    ("bound", "shown", "bind"),
    [
        (None, card(), True),
        (None, card("operator"), True),
        (card(), card(), True),
        (card(since=-9, **OLD), card(), True),
        (card(**OLD), card(), True),
        (card("operator", **OLD), card(since=-9), True),
        (card(**OLD), card("operator"), False),
        (card(since=-100, **OLD), card("operator"), True),
    ],
    ids=[
        "first card",
        "first operator card",
        "the same card",
        "renewed",
        "renewed the same day",
        "legal person's over operator's",
        "operator's beside legal person's",
        "operator's after the legal person's has ended",
    ],
)
def test_the_card_that_stays_bound(bound, shown, bind):
    assert binds(holder(bound), shown, now=NOW) is bind


@pytest.mark.parametrize("role", ["legal_person", "operator"])
@pytest.mark.parametrize("newer_days", [100, 0])
def test_a_card_renewed_since_is_refused_even_when_the_new_one_has_ended(role, newer_days):
    newer = card(role, since=-1, days=newer_days, fingerprint="newer")

    with pytest.raises(Refused, match=r"card\.replaced"):
        binds(holder(newer), card(role, since=-2), now=NOW)


def test_an_id_number_is_shown_in_part():
    assert masked("990000199001011234") == "990*************34"


@pytest.mark.parametrize("password", ["", "123456789"])
def test_a_password_has_ten_characters(password):
    with pytest.raises(Refused, match=r"operator\.weak_password"):
        check_password(password)
    check_password("1234567890")


def test_the_last_failure_allowed_locks_and_starts_over():
    first = after_failure(LoginRecord(), now=NOW, allowed=2, lock_seconds=60)
    second = after_failure(first, now=NOW, allowed=2, lock_seconds=60)

    assert first == LoginRecord(failures=1)
    assert second == LoginRecord(locked_until=NOW + timedelta(seconds=60))


def test_a_lock_says_how_long_it_lasts_and_ends_on_time():
    locked = LoginRecord(locked_until=NOW + timedelta(seconds=60))

    with pytest.raises(Refused) as refusal:
        check_not_locked(locked, now=NOW)
    assert refusal.value.details == {"seconds": 61}
    check_not_locked(locked, now=NOW + timedelta(seconds=60))

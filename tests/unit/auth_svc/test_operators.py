"""Which card stays bound to a person (R24)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from contracts.errors import Refused
from services.auth_svc.domain.cards import Card
from services.auth_svc.domain.operators import (
    Operator,
    binds,
    holder_of,
    with_card,
)

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
        issuers=(),
    )


def holder(bound: Card | None) -> Operator:
    person = holder_of(card("operator"), UUID(int=1))
    return replace(person, card=None) if bound is None else holder_of(bound, UUID(int=1))


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


def test_a_card_that_becomes_the_bound_one_brings_its_name_role_and_validity():
    cardless = replace(holder(None), name="other name")

    operator = with_card(cardless, card(), now=NOW)

    assert operator == holder(card())


def test_a_card_that_is_not_bound_changes_nothing():
    legal_person = holder(card(**OLD))

    assert with_card(legal_person, card("operator"), now=NOW) == legal_person

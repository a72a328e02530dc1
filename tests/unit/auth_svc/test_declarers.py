"""Whom a signature can be made for, and authorized (R19, R20, R27, R28)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from services.auth_svc.domain.declarers import Declarer, problem_of, signers
from services.auth_svc.domain.operators import BoundCard, Operator

NOW = datetime(2026, 3, 10, tzinfo=UTC)
DAY = timedelta(days=1)
CARD = BoundCard(certificate_pem="PEM", fingerprint="f", valid_from=NOW, valid_to=NOW + DAY)
FILED = Declarer(id=UUID(int=1), enterprise_code="E", id_number="1", name="样本", filed_at=NOW)
PERSON = Operator(id=UUID(int=2), enterprise_code="E", name="样本", role="operator", id_number="1")
NAMESAKE = replace(PERSON, id=UUID(int=3), id_number="2", card=CARD)


@pytest.mark.rule("R19", "R20")
@pytest.mark.parametrize("card", [None, CARD], ids=["without card", "with a card"])
def test_a_person_of_the_enterprise_who_is_filed_can_be_chosen(card):
    assert problem_of(FILED, [replace(PERSON, card=card)]) is None


@pytest.mark.rule("R19", "R20")
def test_who_is_filed_and_none_of_the_people_is_to_be_added():
    assert problem_of(FILED, [replace(PERSON, id_number="2", name="别人")]) == (
        "declarer.not_a_person"
    )


def test_who_is_disabled_cannot_be_chosen():
    assert problem_of(FILED, [replace(PERSON, disabled_at=NOW)]) == "declarer.disabled"


@pytest.mark.rule("R28")
def test_a_card_of_the_same_name_under_another_number_stops_signature_and_authorization():
    assert problem_of(FILED, [NAMESAKE]) == "declarer.id_numbers_differ"
    assert signers([FILED], [NAMESAKE]) == {}


@pytest.mark.rule("R28")
def test_two_people_of_one_name_are_told_apart_once_both_are_added():
    assert problem_of(FILED, [NAMESAKE, PERSON]) is None
    assert signers([FILED], [NAMESAKE, PERSON]) == {"1": "样本"}


@pytest.mark.rule("R20", "R28")
def test_without_a_card_there_is_no_third_number_to_compare():
    assert signers([FILED], [replace(NAMESAKE, card=None)]) == {"1": "样本"}


@pytest.mark.rule("R27")
@pytest.mark.parametrize(
    ("filed_at", "ended_at", "is_filed"),
    [
        (NOW, None, True),
        (NOW, NOW - DAY, True),
        (NOW, NOW, False),
        (NOW, NOW + DAY, False),
        (None, NOW, False),
    ],
    ids=["filed", "filed anew", "ended the same moment", "ended", "not heard of the filing"],
)
def test_the_later_of_filing_and_end_counts(filed_at, ended_at, is_filed):
    declarer = replace(FILED, filed_at=filed_at, ended_at=ended_at)

    assert declarer.is_filed is is_filed
    assert ("1" in signers([declarer], [PERSON])) is is_filed


def test_a_filing_that_ended_says_so():
    assert problem_of(replace(FILED, ended_at=NOW + DAY), [PERSON]) == "declarer.filing_ended"

"""What a declarer signed for when the filing ends, and when it is filed anew (R27, R45)."""

from itertools import permutations

import pytest

from contracts.certificates import DiagnoseCertificate, GetCertificate
from tests.integration.cert_svc.conftest import listed, receive_layout, refusal_code
from tests.unit.cert_svc.events import (
    APPROVED,
    HOUR,
    NUMBER,
    approved,
    caller,
    declarer_filed,
    filing_ended,
    seal_authorized,
)

USES = ("print", "copy", "download")
BEFORE = (declarer_filed(), filing_ended())
ANEW = (*BEFORE, declarer_filed(filed_at=APPROVED + 3 * HOUR))


def diagnosis(bench):
    return bench.ask(DiagnoseCertificate(caller=caller(), certificate_no=NUMBER))


def failing(bench):
    return [line.code for line in diagnosis(bench).lines if line.holds is False]


@pytest.fixture
def printable(authorized, customs):
    authorized.deliver(approved())
    receive_layout(authorized, customs)
    return authorized


@pytest.mark.rule("R27", "R45")
def test_what_was_approved_before_the_end_stays_listed_and_is_not_printed(printable):
    printable.deliver(filing_ended())

    assert listed(printable) == [NUMBER]
    assert [refusal_code(printable, use) for use in USES[:2]] == [
        "certificate.declarer_not_filed"
    ] * 2
    assert failing(printable) == ["certificate.declarer_not_filed"]
    assert not diagnosis(printable).printable
    assert not printable.ask(GetCertificate(caller=caller(), certificate_no=NUMBER)).printable


@pytest.mark.rule("R27", "R45")
def test_filing_anew_restores_it(printable):
    printable.deliver(filing_ended())
    printable.deliver(declarer_filed(filed_at=APPROVED + 3 * HOUR))

    assert refusal_code(printable, "print") is None
    assert failing(printable) == []


@pytest.mark.rule("R45")
def test_what_was_approved_after_the_end_is_not_listed(authorized):
    authorized.deliver(filing_ended(ended_at=APPROVED - HOUR / 2))
    authorized.deliver(approved())

    assert listed(authorized) == []


@pytest.mark.rule("R45")
def test_news_of_an_end_before_the_approval_that_come_late_unlist_it(authorized):
    authorized.deliver(approved())

    authorized.deliver(filing_ended(ended_at=APPROVED - HOUR / 2))

    assert listed(authorized) == []


@pytest.mark.rule("R27")
@pytest.mark.parametrize("events", list(permutations(ANEW)))
def test_filings_and_ends_count_by_their_times_whatever_the_order(bench, events):
    bench.deliver(seal_authorized())
    bench.deliver(approved())
    for event in events:
        bench.deliver(event)

    assert listed(bench) == [NUMBER]
    assert "certificate.declarer_not_filed" not in failing(bench)


@pytest.mark.rule("R27")
@pytest.mark.parametrize("events", list(permutations(BEFORE)))
def test_an_end_heard_before_its_filing_ends_it_all_the_same(bench, events):
    bench.deliver(seal_authorized())
    bench.deliver(approved())
    for event in events:
        bench.deliver(event)

    assert listed(bench) == [NUMBER]
    assert "certificate.declarer_not_filed" in failing(bench)

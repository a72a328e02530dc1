"""What print_svc has heard of a certificate stands in the way of printing it."""

from datetime import UTC, datetime

import pytest

from contracts.errors import Refused
from services.print_svc.domain.certificates import Certificate

AT = datetime(2026, 8, 1, tzinfo=UTC)


def certificate(*, revision=2, returned=1, archived_at=None, **heard):
    return Certificate(
        revision=revision,
        returned_revision=returned,
        archived_at=archived_at,
        type_id=None,
        issue_date=None,
        **heard,
    )


def refusal(of, revision, **use):
    with pytest.raises(Refused) as refused:
        of.check_issuable(revision, **use)
    return refused.value.code


@pytest.mark.parametrize("revision", [2, 3])
def test_the_last_approval_and_one_not_heard_of_yet_may_be_printed(revision):
    certificate().check_issuable(revision)


def test_an_approval_that_was_replaced_or_sent_back_may_not():
    assert refusal(certificate(), 1) == "certificate.returned"
    assert refusal(certificate(returned=2), 2, to_look_at=True) == "certificate.returned"


@pytest.mark.parametrize(
    ("revision", "returned", "withdrawn"),
    [(0, 0, False), (0, 1, True), (1, 1, True), (2, 1, False)],
)
def test_a_certificate_is_withdrawn_until_its_next_approval(revision, returned, withdrawn):
    assert certificate(revision=revision, returned=returned).withdrawn == withdrawn


@pytest.mark.rule("R56", "R61")
def test_an_archived_certificate_gives_copies_to_look_at_only():
    archived = certificate(archived_at=AT)

    assert refusal(archived, 2) == "certificate.archived"
    archived.check_issuable(2, to_look_at=True)


@pytest.mark.rule("R48")
def test_an_approval_that_was_claimed_at_the_counter_gives_nothing():
    claimed = certificate(claimed_revision=2)

    assert refusal(claimed, 2) == "certificate.claimed_at_counter"
    assert refusal(claimed, 2, to_look_at=True) == "certificate.claimed_at_counter"


@pytest.mark.rule("R48", "R104")
def test_a_claim_on_an_earlier_approval_leaves_the_next_one_free():
    certificate(claimed_revision=1).check_issuable(2)


@pytest.mark.rule("R99")
def test_a_replaced_certificate_gives_nothing():
    replaced = certificate(replaced_by="A26470ZC21100009")

    assert refusal(replaced, 2) == "certificate.replaced"
    assert refusal(replaced, 2, to_look_at=True) == "certificate.replaced"
